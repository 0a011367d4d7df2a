package io.polymongo.sample.admin;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The operator's secret. */
@ApplicationScoped
public class AdminToken {

    private static final Logger LOG = Logger.getLogger(AdminToken.class);
    private static final String SCHEME = "Bearer ";

    private final Optional<String> token;

    /** Keeps what is configured. */
    @Inject
    public AdminToken(@ConfigProperty(name = "sample.admin-token") Optional<String> token) {
        this.token = token;
    }

    void warn(@Observes StartupEvent event) {
        if (token.isEmpty()) {
            LOG.warn("sample.admin-token is not set: everybody may use the administration");
        }
    }

    /** Whether an {@code Authorization} header, or none, lets its sender in. */
    boolean admits(@Nullable String authorization) {
        return token.isEmpty() || (authorization != null && isToken(token.get(), authorization));
    }

    private static boolean isToken(String token, String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        // Takes as long for a wrong token as for a nearly right one.
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8),
                authorization.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8));
    }
}
