package io.polymongo.embedded.internal.command;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** MongoDB's error codes and their names, as far as this server uses them. */
public enum ErrorCode {
    INTERNAL_ERROR(1, "InternalError"),
    BAD_VALUE(2, "BadValue"),
    NO_SUCH_KEY(4, "NoSuchKey"),
    HOST_UNREACHABLE(6, "HostUnreachable"),
    HOST_NOT_FOUND(7, "HostNotFound"),
    UNKNOWN_ERROR(8, "UnknownError"),
    FAILED_TO_PARSE(9, "FailedToParse"),
    USER_NOT_FOUND(11, "UserNotFound"),
    UNAUTHORIZED(13, "Unauthorized"),
    TYPE_MISMATCH(14, "TypeMismatch"),
    OVERFLOW(15, "Overflow"),
    INVALID_LENGTH(16, "InvalidLength"),
    PROTOCOL_ERROR(17, "ProtocolError"),
    AUTHENTICATION_FAILED(18, "AuthenticationFailed"),
    ILLEGAL_OPERATION(20, "IllegalOperation"),
    INVALID_BSON(22, "InvalidBSON"),
    LOCK_TIMEOUT(24, "LockTimeout"),
    NAMESPACE_NOT_FOUND(26, "NamespaceNotFound"),
    INDEX_NOT_FOUND(27, "IndexNotFound"),
    PATH_NOT_VIABLE(28, "PathNotViable"),
    ROLE_NOT_FOUND(31, "RoleNotFound"),
    CONFLICTING_UPDATE_OPERATORS(40, "ConflictingUpdateOperators"),
    CURSOR_NOT_FOUND(43, "CursorNotFound"),
    NO_MATCHING_DOCUMENT(47, "NoMatchingDocument"),
    NAMESPACE_EXISTS(48, "NamespaceExists"),
    MAX_TIME_MS_EXPIRED(50, "MaxTimeMSExpired"),
    DOLLAR_PREFIXED_FIELD_NAME(52, "DollarPrefixedFieldName"),
    EMPTY_FIELD_NAME(56, "EmptyFieldName"),
    COMMAND_NOT_FOUND(59, "CommandNotFound"),
    WRITE_CONCERN_FAILED(64, "WriteConcernFailed"),
    IMMUTABLE_FIELD(66, "ImmutableField"),
    CANNOT_CREATE_INDEX(67, "CannotCreateIndex"),
    INVALID_OPTIONS(72, "InvalidOptions"),
    INVALID_NAMESPACE(73, "InvalidNamespace"),
    UNKNOWN_REPL_WRITE_CONCERN(79, "UnknownReplWriteConcern"),
    INDEX_OPTIONS_CONFLICT(85, "IndexOptionsConflict"),
    INDEX_KEY_SPECS_CONFLICT(86, "IndexKeySpecsConflict"),
    NETWORK_TIMEOUT(89, "NetworkTimeout"),
    SHUTDOWN_IN_PROGRESS(91, "ShutdownInProgress"),
    OPERATION_FAILED(96, "OperationFailed"),
    UNSATISFIABLE_WRITE_CONCERN(100, "UnsatisfiableWriteConcern"),
    WRITE_CONFLICT(112, "WriteConflict"),
    COMMAND_NOT_SUPPORTED(115, "CommandNotSupported"),
    CONFLICTING_OPERATION_IN_PROGRESS(117, "ConflictingOperationInProgress"),
    DOCUMENT_VALIDATION_FAILURE(121, "DocumentValidationFailure"),
    COMMAND_FAILED(125, "CommandFailed"),
    FAILED_TO_SATISFY_READ_PREFERENCE(133, "FailedToSatisfyReadPreference"),
    READ_CONCERN_MAJORITY_NOT_AVAILABLE_YET(134, "ReadConcernMajorityNotAvailableYet"),
    CAPPED_POSITION_LOST(136, "CappedPositionLost"),
    CURSOR_IN_USE(143, "CursorInUse"),
    EXCEEDED_MEMORY_LIMIT(146, "ExceededMemoryLimit"),
    STALE_EPOCH(150, "StaleEpoch"),
    COMMAND_NOT_SUPPORTED_ON_VIEW(166, "CommandNotSupportedOnView"),
    INVALID_PIPELINE_OPERATOR(168, "InvalidPipelineOperator"),
    QUERY_PLAN_KILLED(175, "QueryPlanKilled"),
    CLIENT_METADATA_MISSING_FIELD(183, "ClientMetadataMissingField"),
    CLIENT_METADATA_APP_NAME_TOO_LARGE(184, "ClientMetadataAppNameTooLarge"),
    CLIENT_METADATA_CANNOT_BE_MUTATED(186, "ClientMetadataCannotBeMutated"),
    PRIMARY_STEPPED_DOWN(189, "PrimarySteppedDown"),
    INVALID_INDEX_SPECIFICATION_OPTION(197, "InvalidIndexSpecificationOption"),
    NO_SUCH_SESSION(206, "NoSuchSession"),
    ELECTION_IN_PROGRESS(216, "ElectionInProgress"),
    INCOMPLETE_TRANSACTION_HISTORY(217, "IncompleteTransactionHistory"),
    ILLEGAL_OP_MSG_FLAG(223, "IllegalOpMsgFlag"),
    TRANSACTION_TOO_OLD(225, "TransactionTooOld"),
    TOO_MANY_DOCUMENT_SEQUENCES(233, "TooManyDocumentSequences"),
    RETRY_CHANGE_STREAM(234, "RetryChangeStream"),
    CURSOR_KILLED(237, "CursorKilled"),
    SNAPSHOT_TOO_OLD(239, "SnapshotTooOld"),
    CONVERSION_FAILURE(241, "ConversionFailure"),
    SNAPSHOT_UNAVAILABLE(246, "SnapshotUnavailable"),
    NO_SUCH_TRANSACTION(251, "NoSuchTransaction"),
    TRANSACTION_COMMITTED(256, "TransactionCommitted"),
    INVALID_RESUME_TOKEN(260, "InvalidResumeToken"),
    EXCEEDED_TIME_LIMIT(262, "ExceededTimeLimit"),
    OPERATION_NOT_SUPPORTED_IN_TRANSACTION(263, "OperationNotSupportedInTransaction"),
    FAIL_POINT_SET_FAILED(266, "FailPointSetFailed"),
    PREPARED_TRANSACTION_IN_PROGRESS(267, "PreparedTransactionInProgress"),
    CHANGE_STREAM_FATAL_ERROR(280, "ChangeStreamFatalError"),
    CHANGE_STREAM_HISTORY_LOST(286, "ChangeStreamHistoryLost"),
    CHECKSUM_MISMATCH(288, "ChecksumMismatch"),
    TRANSACTION_EXCEEDED_LIFETIME_LIMIT_SECONDS(290, "TransactionExceededLifetimeLimitSeconds"),
    API_VERSION_ERROR(322, "APIVersionError"),
    API_STRICT_ERROR(323, "APIStrictError"),
    API_DEPRECATION_ERROR(324, "APIDeprecationError"),
    MECHANISM_UNAVAILABLE(334, "MechanismUnavailable"),
    API_MISMATCH_ERROR(347, "APIMismatchError"),
    UNSUPPORTED_OP_QUERY_COMMAND(352, "UnsupportedOpQueryCommand"),
    CANNOT_CONVERT_INDEX_TO_UNIQUE(359, "CannotConvertIndexToUnique"),
    REAUTHENTICATION_REQUIRED(391, "ReauthenticationRequired"),
    SOCKET_EXCEPTION(9001, "SocketException"),
    NOT_WRITABLE_PRIMARY(10107, "NotWritablePrimary"),
    BSON_OBJECT_TOO_LARGE(10334, "BSONObjectTooLarge"),
    DUPLICATE_KEY(11000, "DuplicateKey"),
    INTERRUPTED_AT_SHUTDOWN(11600, "InterruptedAtShutdown"),
    INTERRUPTED(11601, "Interrupted"),
    INTERRUPTED_DUE_TO_REPL_STATE_CHANGE(11602, "InterruptedDueToReplStateChange"),
    BACKGROUND_OPERATION_IN_PROGRESS(12586, "BackgroundOperationInProgressForDatabase"),
    MERGE_STAGE_NO_MATCHING_DOCUMENT(13113, "MergeStageNoMatchingDocument"),
    DATABASE_DIFFER_CASE(13297, "DatabaseDifferCase"),
    STALE_CONFIG(13388, "StaleConfig"),
    NOT_PRIMARY_NO_SECONDARY_OK(13435, "NotPrimaryNoSecondaryOk"),
    NOT_PRIMARY_OR_SECONDARY(13436, "NotPrimaryOrSecondary"),
    NOT_A_RETRYABLE_WRITE_COMMAND(50768, "NotARetryableWriteCommand");

    private static final Map<Integer, ErrorCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::code, Function.identity()));

    private final int code;
    private final String codeName;

    ErrorCode(int code, String codeName) {
        this.code = code;
        this.codeName = codeName;
    }

    public int code() {
        return code;
    }

    public String codeName() {
        return codeName;
    }

    /** A code's name; numbered assertions are named after their number. */
    public static String nameOf(int code) {
        ErrorCode known = BY_CODE.get(code);
        return known != null ? known.codeName : "Location" + code;
    }
}
