package io.polymongo.embedded.internal.auth;

/** What a role may grant. */
enum Right {
    /** To read documents. */
    READ,
    /** To write documents. */
    WRITE,
    /** To create and drop collections and indexes. */
    STRUCTURE,
    /** To list collections and indexes. */
    INSPECT,
    /** To see the sizes of databases and collections. */
    STATISTICS,
    /** To drop a database, to change and to validate collections. */
    DATABASE_ADMIN,
    /** To see and change users. */
    USER_ADMIN,
    /** To see what the server does. */
    MONITOR,
    /** To change what the server does. */
    CLUSTER_ADMIN
}
