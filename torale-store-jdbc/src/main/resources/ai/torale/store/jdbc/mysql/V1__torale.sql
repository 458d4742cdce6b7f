-- Torale's tables, version 1. Run as they are by your migration tool, or by JdbcStateStore with Schema.MIGRATE.
-- Every text is compared as it is, so ids that differ by case are different.
-- Another prefix than torale_ is put in its place everywhere.

CREATE TABLE IF NOT EXISTS torale_schema (
    version INTEGER NOT NULL PRIMARY KEY
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What is known of each task. A row of version 0 holds no state, only which lives of the task were deleted.
CREATE TABLE IF NOT EXISTS torale_state (
    task_id VARCHAR(200) NOT NULL PRIMARY KEY,
    epoch VARCHAR(200) NOT NULL,
    version BIGINT NOT NULL,
    question VARCHAR(200) NOT NULL,
    fingerprint VARCHAR(200) NOT NULL,
    condition_met BOOLEAN NOT NULL,
    state LONGTEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    notified_at BIGINT,
    check_ids LONGTEXT NOT NULL,
    deleted_epochs LONGTEXT NOT NULL,
    deleted_at BIGINT,
    INDEX torale_state_deleted (deleted_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One notification on one channel. Times are milliseconds since 1970; status is pending, delivered or dead.
CREATE TABLE IF NOT EXISTS torale_delivery (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    task_id VARCHAR(200) NOT NULL,
    notification_key VARCHAR(64) NOT NULL,
    channel VARCHAR(64) NOT NULL,
    epoch VARCHAR(200) NOT NULL,
    check_id VARCHAR(200) NOT NULL,
    version BIGINT NOT NULL,
    notification LONGTEXT NOT NULL,
    status VARCHAR(16) NOT NULL,
    attempts INTEGER NOT NULL,
    last_error VARCHAR(1000),
    settled_at BIGINT,
    UNIQUE INDEX torale_delivery_once (task_id, notification_key, channel),
    INDEX torale_delivery_task (task_id, id),
    INDEX torale_delivery_status (status, id),
    INDEX torale_delivery_settled (settled_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO torale_schema (version) VALUES (1);
