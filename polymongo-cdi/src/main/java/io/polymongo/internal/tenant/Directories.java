package io.polymongo.internal.tenant;

import io.polymongo.ConfigurationException;
import io.polymongo.DirectoryKind;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantDirectory;
import io.polymongo.internal.pool.PoolRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the directory: the application's own, else the configured one, else {@code stored}. */
public final class Directories {

    private Directories() {}

    /** The directory to use; an own one beside a configured one is an error, since one of them would go unheard. */
    public static TenantDirectory choose(
            PolyMongoConfig config, @Nullable TenantDirectory own, TenantRules rules, PoolRegistry pools) {
        DirectoryKind kind = config.tenant().directory();
        if (own != null) {
            if (kind != null) {
                throw problem("polymongo.tenant.directory is set, and there is the application's own "
                        + own.getClass().getName() + "; remove one of the two");
            }
            return own;
        }
        if (kind == DirectoryKind.OPEN) {
            return new OpenDirectory(rules, pools);
        }
        String metadataDatabase = config.metadataDatabase();
        if (metadataDatabase != null) {
            return new StoredDirectory(pools.addressOf(metadataDatabase));
        }
        return tenant -> {
            throw problem(
                    "polymongo.metadata-database=none leaves no place for a directory of tenants; name one, choose"
                            + " polymongo.tenant.directory=open, or give a TenantDirectory");
        };
    }

    /**
     * Reads the stored directory once; any other answers when it is asked.
     *
     * @throws ConfigurationException if it may not be read
     */
    public static void read(TenantDirectory chosen, Duration timeout) {
        if (chosen instanceof StoredDirectory stored) {
            stored.read(timeout);
        }
    }

    private static ConfigurationException problem(String line) {
        return new ConfigurationException(ErrorId.CONFIGURATION_INVALID, List.of(line));
    }
}
