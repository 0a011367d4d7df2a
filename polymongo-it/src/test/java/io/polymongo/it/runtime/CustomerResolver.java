package io.polymongo.it.runtime;

import io.polymongo.TenantRequest;
import io.polymongo.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whoever asks for users says of which customer. Not for this process: archives get the class. */
@ApplicationScoped
public class CustomerResolver implements TenantResolver {

    @Override
    public Optional<String> resolve(TenantRequest request) {
        return request.path().equals("users")
                ? request.query("customer").stream().findFirst()
                : Optional.empty();
    }
}
