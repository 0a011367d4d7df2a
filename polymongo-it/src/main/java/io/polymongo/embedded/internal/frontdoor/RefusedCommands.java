package io.polymongo.embedded.internal.frontdoor;

import java.util.List;
import java.util.stream.Stream;

/** Commands that MongoDB 7.0 has and this server has not. */
final class RefusedCommands {

    private static final List<String> OF_SEARCH =
            List.of("createSearchIndexes", "updateSearchIndex", "dropSearchIndex", "listSearchIndexes");

    private static final List<String> OF_SCRIPTS = List.of("mapReduce", "mapreduce");

    private static final String OTHERS = "explain analyze analyzeShardKey appendOplogNote applyOps authenticate"
            + " autoSplitVector checkMetadataConsistency cloneCollectionAsCapped compact connPoolStats connPoolSync"
            + " convertToCapped createRole dataSize dbHash dbhash dropAllRolesFromDatabase dropAllUsersFromDatabase"
            + " dropConnections dropRole features filemd5 fsync fsyncUnlock getCmdLineOpts getClusterParameter"
            + " getDefaultRWConcern grantPrivilegesToRole grantRolesToRole grantRolesToUser invalidateUserCache"
            + " listCommands lockInfo logRotate logMessage netstat planCacheClear planCacheClearFilters"
            + " planCacheListFilters planCacheSetFilter profile reIndex replSetInitiate replSetMaintenance"
            + " replSetReconfig replSetResizeOplog replSetSyncFrom revokePrivilegesFromRole revokeRolesFromRole"
            + " revokeRolesFromUser rolesInfo rotateCertificates setAuditConfig setClusterParameter"
            + " setDefaultRWConcern setFeatureCompatibilityVersion setIndexCommitQuorum shutdown top updateRole"
            + " validateDBMetadata enableSharding shardCollection";

    static final List<CommandShape> ALL = Stream.of(
                    OF_SEARCH.stream()
                            .map(name -> CommandShape.refused(
                                    name, "command '" + name + "', a search-index command that only Atlas has")),
                    OF_SCRIPTS.stream()
                            .map(name -> CommandShape.refused(name, "command '" + name + "', which needs JavaScript")),
                    Stream.of(OTHERS.split(" ")).map(name -> CommandShape.refused(name, "command '" + name + "'")))
            .flatMap(commands -> commands)
            .toList();

    private RefusedCommands() {}
}
