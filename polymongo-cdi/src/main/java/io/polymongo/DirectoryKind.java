package io.polymongo;

/** The directories that PolyMongo has; the values of {@code polymongo.tenant.directory}. */
public enum DirectoryKind {
    /** Tenants are kept in the metadata database; one that was not provisioned is unknown. */
    STORED,
    /** Every well-formed id is a tenant. */
    OPEN
}
