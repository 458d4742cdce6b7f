-- Torale's tables, version 1. Run as they are by your migration tool, or by JdbcStateStore with Schema.MIGRATE.
-- Another prefix than torale_ is put in its place everywhere.

CREATE TABLE IF NOT EXISTS torale_schema (
    version INTEGER NOT NULL PRIMARY KEY
);

-- What is known of each task. A row of version 0 holds no state, only which lives of the task were deleted.
CREATE TABLE IF NOT EXISTS torale_state (
    task_id VARCHAR(200) NOT NULL PRIMARY KEY,
    epoch VARCHAR(200) NOT NULL,
    version BIGINT NOT NULL,
    question VARCHAR(200) NOT NULL,
    fingerprint VARCHAR(200) NOT NULL,
    condition_met BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    notified_at BIGINT,
    check_ids TEXT NOT NULL,
    deleted_epochs TEXT NOT NULL,
    deleted_at BIGINT
);

CREATE INDEX IF NOT EXISTS torale_state_deleted ON torale_state (deleted_at) WHERE deleted_at IS NOT NULL;

-- One notification on one channel. Times are milliseconds since 1970; status is pending, delivered or dead.
CREATE TABLE IF NOT EXISTS torale_delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id VARCHAR(200) NOT NULL,
    notification_key VARCHAR(64) NOT NULL,
    channel VARCHAR(64) NOT NULL,
    epoch VARCHAR(200) NOT NULL,
    check_id VARCHAR(200) NOT NULL,
    version BIGINT NOT NULL,
    notification TEXT NOT NULL,
    status VARCHAR(16) NOT NULL,
    attempts INTEGER NOT NULL,
    last_error VARCHAR(1000),
    settled_at BIGINT,
    CONSTRAINT torale_delivery_once UNIQUE (task_id, notification_key, channel)
);

CREATE INDEX IF NOT EXISTS torale_delivery_task ON torale_delivery (task_id, id);
CREATE INDEX IF NOT EXISTS torale_delivery_status ON torale_delivery (status, id);
CREATE INDEX IF NOT EXISTS torale_delivery_settled ON torale_delivery (settled_at) WHERE settled_at IS NOT NULL;

INSERT INTO torale_schema (version) VALUES (1);
