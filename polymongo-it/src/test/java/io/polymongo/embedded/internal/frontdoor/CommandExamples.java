package io.polymongo.embedded.internal.frontdoor;

import static java.util.Map.entry;

import java.util.Map;

/** One valid command for each entry of the tables, with as many of its fields as may stand together. */
final class CommandExamples {

    private static final String ID = "{$binary: {base64: 'AAAAAAAAAAEAAAAAAAAAAg==', subType: '04'}}";
    private static final String FIND_AND_MODIFY = ": 'c', query: {a: {$gte: 1}}, fields: {a: 1}, sort: {a: -1}, hint:"
            + " 'a_1', collation: {locale: 'simple'}, arrayFilters: [{'e.x': 1}], remove: false, update: {$set:"
            + " {'l.$[e].y': 2}}, upsert: true, new: true, bypassDocumentValidation: false, let: {}, stmtId: 0,"
            + " writeConcern: {w: 'majority', wtimeout: 100}}";
    private static final String DROP_INDEXES = ": 'c', index: 'a_1', writeConcern: {w: 1, j: true}}";

    static final Map<String, String> VALID = Map.ofEntries(
            entry(
                    "find",
                    "{find: 'c', filter: {a: 1}, projection: {a: 1}, sort: {a: 1}, hint: {a: 1}, collation: {locale:"
                            + " 'simple'}, skip: 1, limit: 2, batchSize: 3, singleBatch: false, allowDiskUse: true,"
                            + " noCursorTimeout: true, tailable: false, awaitData: false, oplogReplay: true, allowPartialResults: true, let: {},"
                            + " maxTimeMS: 100, comment: 'x', readConcern: {level: 'majority'}, lsid: {id: " + ID
                            + "}, txnNumber: {$numberLong: '1'}, $readPreference: {mode: 'primary'}}"),
            entry(
                    "aggregate",
                    "{aggregate: 'c', pipeline: [{$match: {a: 1}}], cursor: {batchSize: 5}, allowDiskUse: true,"
                            + " bypassDocumentValidation: true, collation: {}, hint: 'a_1', let: {}}"),
            entry(
                    "count",
                    "{count: 'c', query: {a: 1}, limit: 3, skip: 1, hint: 'a_1', collation: {}, fields: {a: 1}}"),
            entry("distinct", "{distinct: 'c', key: 'a.b', query: {a: 1}, collation: {}}"),
            entry("getMore", "{getMore: {$numberLong: '7'}, collection: 'c', batchSize: 2, maxTimeMS: 1000}"),
            entry("killCursors", "{killCursors: 'c', cursors: [{$numberLong: '7'}]}"),
            entry(
                    "insert",
                    "{insert: 'c', documents: [{_id: 1}], ordered: true, bypassDocumentValidation: false, stmtId: 0,"
                            + " stmtIds: [0], writeConcern: {w: 1}}"),
            entry(
                    "update",
                    "{update: 'c', updates: [{q: {a: 1}, u: {$set: {a: 2}}, multi: true, upsert: false, arrayFilters:"
                            + " [], hint: 'a_1', collation: {}}], ordered: false, bypassDocumentValidation: true, let:"
                            + " {}, stmtId: 0, stmtIds: [0]}"),
            entry(
                    "delete",
                    "{delete: 'c', deletes: [{q: {a: 1}, limit: 1, hint: {a: 1}, collation: {}}], ordered: true, let:"
                            + " {}, bypassDocumentValidation: true, stmtId: 0, stmtIds: [0]}"),
            entry("findAndModify", "{findAndModify" + FIND_AND_MODIFY),
            entry("findandmodify", "{findandmodify" + FIND_AND_MODIFY),
            entry(
                    "create",
                    "{create: 'c', changeStreamPreAndPostImages: {enabled: true}, capped: false, autoIndexId: true,"
                            + " viewOn: 'd', pipeline: [{$match: {a: 1}}], validator: {a: {$gt: 1}}, validationLevel:"
                            + " 'strict', validationAction: 'error',"
                            + " collation: {locale: 'simple'}}"),
            entry(
                    "collMod",
                    "{collMod: 'c', changeStreamPreAndPostImages: {enabled: false}, validator: {}, validationLevel: 'off',"
                            + " validationAction: 'warn', index: {name: 'a_1', hidden: true}}"),
            entry("drop", "{drop: 'c'}"),
            entry("dropDatabase", "{dropDatabase: 1}"),
            entry(
                    "createIndexes",
                    "{createIndexes: 'c', indexes: [{key: {a: 1, b: -1}, name: 'a_1_b_-1', unique: true, sparse: true,"
                            + " v: 2, background: true, hidden: false, ns: 'shop.c'}], commitQuorum: 'majority', v: 2}"),
            entry("dropIndexes", "{dropIndexes" + DROP_INDEXES),
            entry("deleteIndexes", "{deleteIndexes" + DROP_INDEXES),
            entry("listIndexes", "{listIndexes: 'c', cursor: {batchSize: 1}}"),
            entry(
                    "listCollections",
                    "{listCollections: 1, filter: {name: 'c'}, nameOnly: true, authorizedCollections: true, cursor:"
                            + " {}}"),
            entry(
                    "listDatabases",
                    "{listDatabases: 1, filter: {name: /^a/}, nameOnly: true, authorizedDatabases: true, $db:"
                            + " 'admin'}"),
            entry("renameCollection", "{renameCollection: 'a.b', to: 'a.c', dropTarget: true, $db: 'admin'}"),
            entry("collStats", "{collStats: 'c', scale: 1024, freeStorage: 0}"),
            entry("collstats", "{collstats: 'c', scale: 1024, freeStorage: 0}"),
            entry("dbStats", "{dbStats: 1, scale: 1024, freeStorage: 0}"),
            entry("dbstats", "{dbstats: 1, scale: 1024, freeStorage: 0}"),
            entry("validate", "{validate: 'c', full: true, checkBSONConformance: true, scandata: false}"),
            entry("startSession", "{startSession: 1}"),
            entry("refreshSessions", "{refreshSessions: [{id: " + ID + "}]}"),
            entry("endSessions", "{endSessions: [{id: " + ID + "}]}"),
            entry("killSessions", "{killSessions: [{id: " + ID + "}]}"),
            entry("killAllSessions", "{killAllSessions: [{user: 'u', db: 'admin'}]}"),
            entry(
                    "killAllSessionsByPattern",
                    "{killAllSessionsByPattern: [{lsid: {id: " + ID + ", uid: " + ID + "}, uid: " + ID
                            + ", users: [{user: 'u', db: 'd'}], roles: [{role: 'r', db: 'd'}]}]}"),
            entry(
                    "currentOp",
                    "{currentOp: 1, $all: true, $ownOps: true, $truncateOps: true, op: 'query', 'command.find': 'c',"
                            + " $db: 'admin'}"),
            entry("killOp", "{killOp: 1, op: 7, comment: 'x', $db: 'admin'}"),
            entry("commitTransaction", "{commitTransaction: 1, recoveryToken: {}, $db: 'admin'}"),
            entry("abortTransaction", "{abortTransaction: 1, recoveryToken: {}, $db: 'admin'}"),
            entry("ping", "{ping: 1}"),
            entry("buildInfo", "{buildInfo: 1}"),
            entry("buildinfo", "{buildinfo: 1}"),
            entry("testVersion2", "{testVersion2: 1}"),
            entry("testVersions1And2", "{testVersions1And2: 1}"),
            entry("testDeprecationInVersion2", "{testDeprecationInVersion2: 1}"),
            entry("testRemoval", "{testRemoval: 1}"),
            entry("testDeprecation", "{testDeprecation: 1}"),
            entry("hostInfo", "{hostInfo: 1}"),
            entry("whatsmyuri", "{whatsmyuri: 1}"),
            entry("logout", "{logout: 1}"),
            entry("replSetGetStatus", "{replSetGetStatus: 1}"),
            entry("connectionStatus", "{connectionStatus: 1, showPrivileges: true}"),
            entry("getLog", "{getLog: 'global'}"),
            entry("serverStatus", "{serverStatus: 1, repl: 0, metrics: 0}"),
            entry("getParameter", "{getParameter: 1, featureCompatibilityVersion: 1, $db: 'admin'}"),
            entry("setParameter", "{setParameter: 1, transactionLifetimeLimitSeconds: 30, $db: 'admin'}"),
            entry("configureFailPoint", "{configureFailPoint: 'failCommand', mode: 'off'}"),
            entry("hello", "{hello: 1, helloOk: true}"),
            entry("isMaster", "{isMaster: 1}"),
            entry("ismaster", "{ismaster: 1}"),
            entry(
                    "saslStart",
                    "{saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: 'x', autoAuthorize: 1, options: {}, $db:"
                            + " '$external'}"),
            entry("saslContinue", "{saslContinue: 1, conversationId: 1, payload: 'x'}"),
            entry("usersInfo", "{usersInfo: 'u', showCredentials: true, showPrivileges: false, showCustomData: true}"),
            entry(
                    "createUser",
                    "{createUser: 'u', pwd: 'p', roles: [], customData: {}, mechanisms: [], digestPassword: true}"),
            entry(
                    "updateUser",
                    "{updateUser: 'u', pwd: 'p', roles: [], customData: {}, mechanisms: [], digestPassword: true}"),
            entry("dropUser", "{dropUser: 'u'}"),
            entry("replSetGetConfig", "{replSetGetConfig: 1}"),
            entry("replSetFreeze", "{replSetFreeze: 0}"),
            entry("replSetStepDown", "{replSetStepDown: 5, force: true, secondaryCatchUpPeriodSecs: 1}"));

    private CommandExamples() {}
}
