package example;

import ai.torale.Secret;
import ai.torale.task.MonitoringTask;
import io.temporal.client.WorkflowOptions;

/** Uses public classes as a host would, and fails when one does not do what it says. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] arguments) {
        MonitoringTask task =
                MonitoringTask.builder("gpu-price", "*/5 * * * *").searchQuery("RTX price").conditionDescription("below 500").build();
        require("gpu-price".equals(task.id()), "the task keeps its id");
        require("****".equals(Secret.of("s3cret").toString()), "a secret does not show");
        require(WorkflowOptions.newBuilder().setWorkflowId(task.id()).build() != null, "Temporal is on the class path");
        System.out.println("consumer: ok");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException(rule);
        }
    }
}
