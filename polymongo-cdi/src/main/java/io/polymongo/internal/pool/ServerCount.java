package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.connection.ClusterSettings;
import com.mongodb.spi.dns.DnsClient;
import io.polymongo.internal.log.Log;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.function.Function;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/**
 * How many servers a client will have, before there is one: the hosts that its URI lists, or the names of its SRV record.
 * A name server that does not answer is no error here: the driver asks it, too, and says so.
 */
final class ServerCount {

    private ServerCount() {}

    /** Asks DNS where the settings have an SRV record's name and nothing else; answers at least 1. */
    static int of(MongoClientSettings settings, Log log) {
        ClusterSettings cluster = settings.getClusterSettings();
        String host = cluster.getSrvHost();
        if (host == null) {
            return Math.max(1, cluster.getHosts().size());
        }
        int found = records(log, settings.getDnsClient(), "_" + cluster.getSrvServiceName() + "._tcp." + host);
        Integer most = cluster.getSrvMaxHosts();
        int taken = most == null || most == 0 ? found : Math.min(most, found);
        return Math.max(1, taken);
    }

    private static int records(Log log, @Nullable DnsClient own, String name) {
        Function<String, List<String>> dns =
                own != null ? each -> own.getResourceRecordData(each, "SRV") : ServerCount::ask;
        try {
            List<String> records = dns.apply(name);
            return records == null ? 0 : records.size();
        } catch (RuntimeException e) {
            log.debug("no answer about the servers of an SRV record: one is reckoned with", e);
            return 0;
        }
    }

    /** As the driver does, with less patience: three questions of one, two and four seconds at most. */
    private static List<String> ask(String name) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", "1000");
        environment.put("com.sun.jndi.dns.timeout.retries", "3");
        try {
            InitialDirContext context = new InitialDirContext(environment);
            try {
                Attribute records =
                        context.getAttributes(name, new String[] {"SRV"}).get("SRV");
                return records == null ? List.of() : Collections.nCopies(records.size(), name);
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }
}
