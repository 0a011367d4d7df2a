package io.polymongo;

/**
 * The stable number of each error that PolyMongo raises itself. What the driver throws passes through unchanged.
 *
 * <p>The number begins every message, so that it can be searched for; {@code src/docs/reference/errors.md} lists them.
 */
public enum ErrorId {
    /** One or more configuration keys have values that cannot be used. */
    CONFIGURATION_INVALID("PMONGO-0101"),
    /** An injection point asks for something that cannot be injected. */
    INJECTION_POINT_INVALID("PMONGO-0102"),
    /** {@code @Tenant} is injected, but nothing says where a tenant comes from. */
    TENANT_SOURCE_MISSING("PMONGO-0103"),
    /** Several beans of a kind of which there may be one. */
    BEAN_AMBIGUOUS("PMONGO-0104"),
    /** {@code polymongo.uri=embedded} without exactly one embedded server on the class path. */
    EMBEDDED_SERVER_UNAVAILABLE("PMONGO-0105"),
    /** A method is {@code @PolyTransactional} that cannot run in a transaction. */
    TRANSACTIONAL_METHOD_INVALID("PMONGO-0106"),
    /** A pool with {@code cold-start=false} cannot be used, and waiting does not change that. */
    START_REFUSED("PMONGO-0107"),
    /** A bean for PolyMongo is an alternative that PolyMongo does not see. */
    ALTERNATIVE_UNSEEN("PMONGO-0108"),
    /** A REST application on CDI Lite names its classes, and {@code PolyMongoFeature} is none of them. */
    FEATURE_UNNAMED("PMONGO-0109"),

    /** A database name that MongoDB does not take. */
    DATABASE_NAME_INVALID("PMONGO-0201"),
    /** A collection name, or a namespace made of it, that MongoDB does not take. */
    COLLECTION_NAME_INVALID("PMONGO-0202"),
    /** Another database than the URI's while {@code polymongo.prefer-uri=true}. */
    DATABASE_PINNED("PMONGO-0203"),
    /** Used after {@code disconnect()} and before the next {@code connect()}. */
    DISCONNECTED("PMONGO-0204"),
    /** Used after {@code close()}. */
    CLOSED("PMONGO-0205"),
    /** Used by a {@code MongoClientCustomizer} while the client is being made. */
    OPENING("PMONGO-0206"),
    /** Used while its pool is being closed. */
    POOL_CLOSING("PMONGO-0207"),
    /** A pool that nobody defined. */
    POOL_UNKNOWN("PMONGO-0208"),
    /** A database of the server's or PolyMongo's own. */
    DATABASE_PROTECTED("PMONGO-0209"),
    /** A database that is not dropped, because work is in progress on it. */
    DATABASE_IN_USE("PMONGO-0210"),
    /** Used while it is being dropped. */
    DATABASE_DROPPING("PMONGO-0211"),
    /** A cursor or stream that was closed because nobody used it. */
    CURSOR_EXPIRED("PMONGO-0212"),
    /** Work that was in progress when its pool was closed. */
    WORK_CUT_OFF("PMONGO-0213"),
    /** The directory of tenants and an assignment put a database into different pools. */
    DATABASE_ELSEWHERE("PMONGO-0214"),
    /** A pool would be opened beyond {@code polymongo.max-pools}. */
    BUDGET_POOLS("PMONGO-0216"),
    /** A pool would be opened beyond {@code polymongo.max-total-connections}. */
    BUDGET_CONNECTIONS("PMONGO-0217"),

    /** A tenant's database was asked for where no tenant is known. */
    TENANT_MISSING("PMONGO-0301"),
    /** A tenant id that breaks the rules for ids. */
    TENANT_INVALID("PMONGO-0302"),
    /** A well-formed id that the directory does not know. */
    TENANT_UNKNOWN("PMONGO-0303"),
    /** A tenant that is known and suspended. */
    TENANT_SUSPENDED("PMONGO-0304"),
    /** One request names two tenants. */
    TENANT_CONFLICT("PMONGO-0305"),
    /** A tenant's database would be one of the server's own, or the metadata database. */
    TENANT_DATABASE_FORBIDDEN("PMONGO-0306"),
    /** A tenant's database already belongs to another tenant. */
    TENANT_DATABASE_TAKEN("PMONGO-0307"),
    /** The tenant directory in use cannot do what was asked of it. */
    DIRECTORY_UNSUPPORTED("PMONGO-0308"),

    /** A call through a tenant's handle names another database. */
    DATABASE_FOREIGN("PMONGO-0401"),
    /** A command that is not run through a tenant's handle. */
    COMMAND_REFUSED("PMONGO-0402"),
    /** A GridFS bucket of the driver over a handle that is resolved per call. */
    GRIDFS_REFUSED("PMONGO-0403"),
    /** A session of another client than the database's. */
    SESSION_FOREIGN("PMONGO-0404"),

    /** A transaction was rolled back although its work ended well: an error within it was caught. */
    TRANSACTION_ROLLED_BACK("PMONGO-0501"),
    /** Nobody knows whether a transaction was committed. */
    TRANSACTION_OUTCOME_UNKNOWN("PMONGO-0502"),
    /** Something needs an open transaction, and there is none. */
    TRANSACTION_REQUIRED("PMONGO-0503"),
    /** Something must not run in a transaction, and one is open. */
    TRANSACTION_UNEXPECTED("PMONGO-0504"),
    /** A call that cannot run in a transaction. */
    TRANSACTION_CALL_REFUSED("PMONGO-0505"),
    /** What a transaction gave out was used after its end. */
    TRANSACTION_ENDED("PMONGO-0506"),
    /** The database was used on another thread on behalf of a transaction. */
    TRANSACTION_OTHER_THREAD("PMONGO-0507"),
    /** A transaction of one tenant calls for another. */
    TRANSACTION_OTHER_TENANT("PMONGO-0508"),
    /** A transaction of one pool calls for a database of another. */
    TRANSACTION_OTHER_POOL("PMONGO-0509"),
    /** A session is given to a call in a transaction that has a session of its own. */
    TRANSACTION_OTHER_SESSION("PMONGO-0510"),
    /** Options that no transaction can have. */
    TRANSACTION_OPTIONS_INVALID("PMONGO-0511");

    private final String code;

    ErrorId(String code) {
        this.code = code;
    }

    /**
     * The number as it stands in messages.
     *
     * @return for example {@code PMONGO-0301}
     */
    public String code() {
        return code;
    }
}
