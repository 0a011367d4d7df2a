package io.polymongo.embedded;

import java.util.concurrent.CountDownLatch;

/** Runs a server by itself until the process is told to end. Prints its URI on one line. */
public final class Main {

    private static final String USAGE = "usage: java -jar polymongo-embedded.jar [--port <port>] [--members <1 to 7>]";

    private Main() {}

    /**
     * Starts the server and waits.
     *
     * @param arguments see the usage that a wrong one prints
     * @throws InterruptedException never, as nobody interrupts it
     */
    public static void main(String[] arguments) throws InterruptedException {
        // The engine logs through SLF4J, and nobody who runs this alone wants to be told that there is no provider.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        EmbeddedMongo server = parsed(arguments).start();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            ended.countDown();
                        },
                        "embedded-mongo-shutdown"));
        System.out.println(server.connectionString());
        ended.await();
    }

    private static EmbeddedMongo.Builder parsed(String[] arguments) {
        EmbeddedMongo.Builder builder = EmbeddedMongo.builder();
        try {
            for (int i = 0; i < arguments.length; i += 2) {
                String name = arguments[i];
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(name + " has no value, or is unknown");
                }
                int value = number(name, arguments[i + 1]);
                switch (name) {
                    case "--port" -> builder.port(value);
                    case "--members" -> builder.members(value);
                    default -> throw new IllegalArgumentException("unknown argument " + name);
                }
            }
            builder.settings();
            return builder;
        } catch (IllegalArgumentException e) {
            System.err.println(USAGE);
            throw e;
        }
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " takes a number, not " + value, e);
        }
    }
}
