package io.polymongo.it.runtime;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Adds up, in the runtime's own process, what the library takes of the processor: at the start its extension and its check
 * of the configuration, and at the first use the making of its one object. System properties have the sums, in ns; not of
 * the clock, as other programs of the machine are no work of ours.
 */
public final class StartUpAgent {

    private static final String CDI = "io.polymongo.internal.cdi.";

    private static final String FOLDER = CDI.replace('.', '/');

    private StartUpAgent() {}

    /** Of the JVM. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        AgentBuilder agent = new AgentBuilder.Default()
                .disableClassFormatChanges()
                // By name, before a class is looked into: else the agent's own work on each class that we load would
                // count.
                .ignore(not(nameStartsWith(CDI)));
        agent = timed(agent, "PortableExtension", takesArgument(0, nameStartsWith("jakarta.enterprise.inject.spi.")));
        agent = timed(agent, "StartupCheck", named("check"));
        agent = timed(agent, "PolyMongoOwner", isConstructor().and(not(takesNoArguments())));
        instrumentation.addTransformer(new Chosen(agent.makeRaw()));
    }

    /** Keeps other classes from the agent: its look at each class that is loaded meanwhile would count as ours. */
    private record Chosen(ClassFileTransformer agent) implements ClassFileTransformer {

        @Override
        public byte[] transform(
                Module module,
                ClassLoader loader,
                String name,
                Class<?> redefined,
                ProtectionDomain domain,
                byte[] bytes)
                throws IllegalClassFormatException {
            return name != null && name.startsWith(FOLDER)
                    ? agent.transform(module, loader, name, redefined, domain, bytes)
                    : null;
        }
    }

    private static AgentBuilder timed(
            AgentBuilder agent, String type, ElementMatcher<? super MethodDescription> methods) {
        return agent.type(named(CDI + type))
                .transform((builder, found, loader, module, domain) ->
                        builder.visit(Advice.to(Timing.class).on(methods)));
    }

    /** Copied into those methods. */
    static final class Timing {

        private Timing() {}

        @Advice.OnMethodEnter
        static long begin() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        @Advice.OnMethodExit
        static void end(@Advice.Enter long begin, @Advice.Origin("#m") String method) {
            long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
            String sum = method.equals("<init>") ? "exercise.first-use" : "exercise.start-up";
            System.setProperty(sum, String.valueOf(Long.getLong(sum, 0) + spent));
        }
    }

    /** Writes the jar that a JVM takes it from. */
    static Path jar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), StartUpAgent.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                AgentBuilder.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        Path jar = folder.resolve("start-up-agent.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : List.of(StartUpAgent.class, Chosen.class, Timing.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }
}
