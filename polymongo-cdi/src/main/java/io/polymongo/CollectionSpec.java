package io.polymongo;

import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.IndexModel;
import java.util.List;

/**
 * A collection that each tenant has from the start. An application gives as many beans of this type as it has such
 * collections; {@link Tenants#provision} creates them. Implementations are thread-safe and may answer by tenant.
 */
public interface CollectionSpec {

    /**
     * The collection's name.
     *
     * @return a valid collection name, the same for all tenants
     */
    String collection();

    /**
     * Whether a tenant has this collection.
     *
     * @param tenant the tenant's id
     * @return true unless overridden
     */
    default boolean appliesTo(String tenant) {
        return true;
    }

    /**
     * The options for creating it; those of a collection that exists are left as they are.
     *
     * @param tenant the tenant's id
     * @return the driver's options, with a validator for example; the server's defaults unless overridden
     */
    default CreateCollectionOptions options(String tenant) {
        return new CreateCollectionOptions();
    }

    /**
     * The indexes it must have; one that exists is left as it is, and one that differs is the server's error 85 or 86.
     *
     * @param tenant the tenant's id
     * @return the driver's index models; none unless overridden
     */
    default List<IndexModel> indexes(String tenant) {
        return List.of();
    }
}
