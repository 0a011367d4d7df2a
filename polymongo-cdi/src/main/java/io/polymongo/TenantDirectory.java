package io.polymongo;

import java.util.List;
import java.util.Optional;

/**
 * Says which tenants there are, and where each lives. An application gives a bean of this type to use its own records
 * in the place of the metadata database.
 *
 * <p>Implementations are thread-safe. What they answer is kept for {@code polymongo.tenant.directory-cache}; an
 * exception passes to the caller of the database operation.
 */
public interface TenantDirectory {

    /**
     * Looks a tenant up; may block.
     *
     * @param tenant a well-formed tenant id
     * @return its placement, or empty if there is no such tenant
     */
    Optional<TenantPlacement> find(String tenant);

    /**
     * All tenants, the suspended ones too.
     *
     * @return their ids
     * @throws PolyMongoException {@link ErrorId#DIRECTORY_UNSUPPORTED} unless overridden
     */
    default List<String> ids() {
        throw new PolyMongoException(
                ErrorId.DIRECTORY_UNSUPPORTED,
                "the tenant directory " + getClass().getName() + " does not list its tenants; override ids()");
    }
}
