// Made from packages/api/openapi/*.yaml by `npm run generate -w packages/api`. Do not edit.
export interface components {
    schemas: {
        /** @description Affinity is a group of affinity scheduling rules. */
        Affinity: {
            nodeAffinity?: components["schemas"]["NodeAffinity"];
            podAffinity?: components["schemas"]["PodAffinity"];
            podAntiAffinity?: components["schemas"]["PodAntiAffinity"];
        };
        /** @description AppArmorProfile defines a pod or container's AppArmor settings. */
        AppArmorProfile: {
            /** @description localhostProfile indicates a profile loaded on the node that should be used. */
            localhostProfile?: string;
            /** @description type indicates which kind of AppArmor profile will be applied. */
            type?: string;
        };
        /** @description The change under way. It is written down before anything is done for it, and kept until its end. */
        Attempt: {
            /** @description The hash without the annotation in which kubectl apply keeps the last configuration. */
            content?: string;
            /** @description The job that ran before, where it had finished by itself. It is not run a second time. */
            finishedJobId?: string;
            /**
             * Format: int64
             * @description The metadata.generation that is deployed.
             */
            generation?: number;
            /** @description Hash of the specification that is deployed. */
            hash?: string;
            /** @description Changes with an edit that leaves the hash alone and could still change how the attempt ends. */
            inputs?: string;
            job?: components["schemas"]["JobParameters"];
            /** @description The id that the new job is submitted with. */
            jobId?: string;
            /** @description Whether a JobManager has shown that job. */
            jobSeen?: boolean;
            /**
             * @description What is attempted.
             * @enum {string}
             */
            kind?: "Deploy" | "Rescale" | "Recovery";
            /**
             * Format: int32
             * @description Grows by one with each attempt.
             */
            number?: number;
            /**
             * Format: date-time
             * @description When its present phase began.
             */
            phaseSince?: string;
            /** @description The snapshot that the new job starts from. Empty for a start without state. */
            restorePath?: string;
            /** @description Why the job starts without the newest state. */
            restoreReason?: string;
            /** @description Why the attempt is being undone. */
            rollback?: {
                /** @description Whether a Flink that cannot be told the job's id may have been asked for it. */
                asked?: boolean;
                /** @description Why the job is not asked for any more. */
                givenUp?: string;
                /** @description The job that the old cluster is given again. */
                jobId?: string;
                /**
                 * Format: date-time
                 * @description Since when Flink, with high availability, is to show whether the job is there after all.
                 */
                lookedForAt?: string;
                /** @description The cause in a sentence. */
                message?: string;
                /** @description One word for the cause. */
                reason?: string;
            };
            savepoint?: components["schemas"]["SavepointRecord"];
            /**
             * Format: date-time
             * @description When the attempt began.
             */
            startedAt?: string;
            /** @description Whether the old job was told to end without a savepoint. */
            stopRequested?: boolean;
            /**
             * Format: int32
             * @description How many jobs the attempt has submitted.
             */
            submissions?: number;
        };
        /** @description Represents a Persistent Disk resource in AWS. */
        AWSElasticBlockStoreVolumeSource: {
            /** @description fsType is the filesystem type of the volume that you want to mount. */
            fsType?: string;
            /**
             * Format: int32
             * @description partition is the partition in the volume that you want to mount.
             */
            partition?: number;
            /** @description readOnly value true will force the readOnly setting in VolumeMounts. */
            readOnly?: boolean;
            /** @description volumeID is unique ID of the persistent disk resource in AWS (Amazon EBS volume). */
            volumeID?: string;
        };
        /** @description AzureDisk represents an Azure Data Disk mount on the host and bind mount to the pod. */
        AzureDiskVolumeSource: {
            /** @description cachingMode is the Host Caching mode: None, Read Only, Read Write. */
            cachingMode?: string;
            /** @description diskName is the Name of the data disk in the blob storage. */
            diskName?: string;
            /** @description diskURI is the URI of data disk in the blob storage. */
            diskURI?: string;
            /** @description fsType is Filesystem type to mount. */
            fsType?: string;
            /** @description kind expected values are Shared: multiple blob disks per storage account  Dedicated: single blob disk per storage account  Managed: azure managed data disk (only in managed availability set). defaults to shared. */
            kind?: string;
            /** @description readOnly Defaults to false (read/write). */
            readOnly?: boolean;
        };
        /** @description AzureFile represents an Azure File Service mount on the host and bind mount to the pod. */
        AzureFileVolumeSource: {
            /** @description readOnly defaults to false (read/write). */
            readOnly?: boolean;
            /** @description secretName is the  name of secret that contains Azure Storage Account Name and Key. */
            secretName?: string;
            /** @description shareName is the azure share Name. */
            shareName?: string;
        };
        /** @description Adds and removes POSIX capabilities from running containers. */
        Capabilities: {
            /** @description Added capabilities. */
            add?: string[];
            /** @description Removed capabilities. */
            drop?: string[];
        };
        /** @description Represents a Ceph Filesystem mount that lasts the lifetime of a pod Cephfs volumes do not support ownership management or SELinux relabeling. */
        CephFSVolumeSource: {
            /** @description monitors is Required: Monitors is a collection of Ceph monitors More info: https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it. */
            monitors?: string[];
            /** @description path is Optional: Used as the mounted root, rather than the full Ceph tree, default is /. */
            path?: string;
            /** @description readOnly is Optional: Defaults to false (read/write). */
            readOnly?: boolean;
            /** @description secretFile is Optional: SecretFile is the path to key ring for User, default is /etc/ceph/user.secret More info: https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it. */
            secretFile?: string;
            secretRef?: components["schemas"]["LocalObjectReference"];
            /** @description user is optional: User is the rados user name, default is admin More info: https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it. */
            user?: string;
        };
        /** @description Represents a cinder volume resource in Openstack. */
        CinderVolumeSource: {
            /** @description fsType is the filesystem type to mount. */
            fsType?: string;
            /** @description readOnly defaults to false (read/write). */
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
            /** @description volumeID used to identify the volume in cinder. */
            volumeID?: string;
        };
        /** @description The Flink cluster, as its JobManager sees it. */
        ClusterStatus: {
            /**
             * Format: int32
             * @description Slots in which no task runs.
             */
            availableTaskSlots?: number;
            /** @description Address of the cluster in Flink's web UI. */
            clusterOverviewURL?: string;
            health?: components["schemas"]["HealthStatus"];
            /**
             * Format: int32
             * @description TaskManagers that sent a heartbeat lately.
             */
            healthyTaskManagers?: number;
            /**
             * Format: int32
             * @description TaskManagers that are registered.
             */
            numberOfTaskManagers?: number;
            /**
             * Format: int32
             * @description Slots of all TaskManagers.
             */
            numberOfTaskSlots?: number;
        };
        /** @description ClusterTrustBundleProjection describes how to select a set of ClusterTrustBundle objects and project their contents into the pod filesystem. */
        ClusterTrustBundleProjection: {
            labelSelector?: components["schemas"]["LabelSelector"];
            /** @description Select a single ClusterTrustBundle by object name. */
            name?: string;
            /** @description If true, don't block pod startup if the referenced ClusterTrustBundle(s) aren't available. */
            optional?: boolean;
            /** @description Relative path from the volume root to write the bundle. */
            path?: string;
            /** @description Select all ClusterTrustBundles that match this signer name. */
            signerName?: string;
        };
        /** @description One aspect of the current state, in the form that all Kubernetes conditions have. */
        Condition: {
            /**
             * Format: date-time
             * @description When the status of the condition last changed.
             */
            lastTransitionTime?: string;
            /** @description The cause in a sentence. */
            message?: string;
            /**
             * Format: int64
             * @description The metadata.generation that the condition was judged for.
             */
            observedGeneration?: number;
            /** @description One word for the cause, from the table in docs/reasons.md. */
            reason?: string;
            /**
             * @description Whether it holds.
             * @enum {string}
             */
            status: "True" | "False" | "Unknown";
            /** @description What the condition is about. */
            type: string;
        };
        /** @description ConfigMapEnvSource selects a ConfigMap to populate the environment variables with. */
        ConfigMapEnvSource: {
            /** @description Name of the referent. */
            name?: string;
            /** @description Specify whether the ConfigMap must be defined. */
            optional?: boolean;
        };
        /** @description Selects a key from a ConfigMap. */
        ConfigMapKeySelector: {
            /** @description The key to select. */
            key: string;
            /** @description Name of the referent. */
            name?: string;
            /** @description Specify whether the ConfigMap or its key must be defined. */
            optional?: boolean;
        };
        /** @description Adapts a ConfigMap into a projected volume. */
        ConfigMapProjection: {
            /** @description items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into the volume as a file whose name is the key and content is the value. */
            items?: components["schemas"]["KeyToPath"][];
            /** @description Name of the referent. */
            name?: string;
            /** @description optional specify whether the ConfigMap or its keys must be defined. */
            optional?: boolean;
        };
        /** @description Adapts a ConfigMap into a volume. */
        ConfigMapVolumeSource: {
            /**
             * Format: int32
             * @description defaultMode is optional: mode bits used to set permissions on created files by default.
             */
            defaultMode?: number;
            /** @description items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into the volume as a file whose name is the key and content is the value. */
            items?: components["schemas"]["KeyToPath"][];
            /** @description Name of the referent. */
            name?: string;
            /** @description optional specify whether the ConfigMap or its keys must be defined. */
            optional?: boolean;
        };
        /** @description Represents a source location of a volume to mount, managed by an external CSI driver. */
        CSIVolumeSource: {
            /** @description driver is the name of the CSI driver that handles this volume. */
            driver?: string;
            /** @description fsType to mount. */
            fsType?: string;
            nodePublishSecretRef?: components["schemas"]["LocalObjectReference"];
            /** @description readOnly specifies a read-only configuration for the volume. */
            readOnly?: boolean;
            /** @description volumeAttributes stores driver-specific properties that are passed to the CSI driver. */
            volumeAttributes?: {
                [key: string]: string;
            };
        };
        /** @description A version that runs. */
        Deployed: {
            /** @description With high availability, the kubernetes.cluster-id of the cluster, under which Flink keeps its jobs. */
            clusterId?: string;
            /** @description The hash without the annotation in which kubectl apply keeps the last configuration. */
            content?: string;
            /**
             * Format: int32
             * @description How often in a row a lost job could not be started again. It is tried again after a pause that grows.
             */
            failedRecoveries?: number;
            /**
             * Format: int64
             * @description The metadata.generation that is deployed.
             */
            generation?: number;
            /** @description A tearDownVersionHash that was there before the version that it names. */
            ignoredTearDown?: string;
            /** @description Changes with an edit that leaves the hash alone and could still change how a deployment ends. */
            inputs?: string;
            /** @description The hash that the cluster is labelled with since a scale-up in place that has not been taken back. */
            labelledAs?: string;
            /**
             * Format: date-time
             * @description Since when the job is missing.
             */
            lostSince?: string;
            /**
             * Format: date-time
             * @description When it was last started again.
             */
            recoveredAt?: string;
            /** @description In BlueGreen, the snapshot that it was to be started from, and is when it is tried again. */
            recoverFrom?: string;
            /**
             * Format: int32
             * @description How often in a row the job was lost and started again.
             */
            recoveries?: number;
            /** @description How that failed last. */
            recoveryFailed?: {
                /** @description The cause in a sentence. */
                message?: string;
                /** @description One word for the cause, from the table in docs/reasons.md. */
                reason?: string;
            };
            /**
             * Format: date-time
             * @description When that failed last.
             */
            recoveryFailedAt?: string;
            /** @description The job that was asked to stop with a savepoint by an update that was given up, and may yet do so. */
            toldToStop?: string;
            /** @description The inputs with which a lost job could not be started again. */
            unrecoverable?: string;
        };
        /** @description Represents downward API info for projecting into a projected volume. */
        DownwardAPIProjection: {
            /** @description Items is a list of DownwardAPIVolume file. */
            items?: components["schemas"]["DownwardAPIVolumeFile"][];
        };
        /** @description DownwardAPIVolumeFile represents information to create the file containing the pod field. */
        DownwardAPIVolumeFile: {
            fieldRef?: components["schemas"]["ObjectFieldSelector"];
            /**
             * Format: int32
             * @description Optional: mode bits used to set permissions on this file, must be an octal value between 0000 and 0777 or a decimal value between 0 and 511.
             */
            mode?: number;
            /** @description Required: Path is  the relative path name of the file to be created. */
            path?: string;
            resourceFieldRef?: components["schemas"]["ResourceFieldSelector"];
        };
        /** @description DownwardAPIVolumeSource represents a volume containing downward API info. */
        DownwardAPIVolumeSource: {
            /**
             * Format: int32
             * @description Optional: mode bits to use on created files by default.
             */
            defaultMode?: number;
            /** @description Items is a list of downward API volume file. */
            items?: components["schemas"]["DownwardAPIVolumeFile"][];
        };
        /** @description Represents an empty directory for a pod. */
        EmptyDirVolumeSource: {
            /** @description medium represents what type of storage medium should back this directory. */
            medium?: string;
            sizeLimit?: string | number;
        };
        /** @description Environment of the container, after the variables that the operator sets. */
        EnvConfig: {
            /** @description Single variables. */
            env?: components["schemas"]["EnvVar"][];
            /** @description ConfigMaps and Secrets whose entries all become variables. */
            envFrom?: components["schemas"]["EnvFromSource"][];
        };
        /** @description EnvFromSource represents the source of a set of ConfigMaps or Secrets. */
        EnvFromSource: {
            configMapRef?: components["schemas"]["ConfigMapEnvSource"];
            /** @description Optional text to prepend to the name of each environment variable. */
            prefix?: string;
            secretRef?: components["schemas"]["SecretEnvSource"];
        };
        /** @description EnvVar represents an environment variable present in a Container. */
        EnvVar: {
            /** @description Name of the environment variable. */
            name: string;
            /** @description Variable references $(VAR_NAME) are expanded using the previously defined environment variables in the container and any service environment variables. */
            value?: string;
            valueFrom?: components["schemas"]["EnvVarSource"];
        };
        /** @description EnvVarSource represents a source for the value of an EnvVar. */
        EnvVarSource: {
            configMapKeyRef?: components["schemas"]["ConfigMapKeySelector"];
            fieldRef?: components["schemas"]["ObjectFieldSelector"];
            fileKeyRef?: components["schemas"]["FileKeySelector"];
            resourceFieldRef?: components["schemas"]["ResourceFieldSelector"];
            secretKeyRef?: components["schemas"]["SecretKeySelector"];
        };
        /** @description Represents an ephemeral volume that is handled by a normal storage driver. */
        EphemeralVolumeSource: {
            volumeClaimTemplate?: components["schemas"]["PersistentVolumeClaimTemplate"];
        };
        /** @description The attempt that failed last. */
        FailedAttempt: {
            /** @description Hash of the specification that could not be deployed. */
            hash?: string;
            /** @description Changes with an edit that makes another attempt worthwhile. */
            inputs?: string;
            /** @description The cause in a sentence. */
            message?: string;
            /** @description One word for the cause, from the table in docs/reasons.md. */
            reason?: string;
        };
        /** @description Represents a Fibre Channel volume. */
        FCVolumeSource: {
            /** @description fsType is the filesystem type to mount. */
            fsType?: string;
            /**
             * Format: int32
             * @description lun is Optional: FC target lun number.
             */
            lun?: number;
            /** @description readOnly is Optional: Defaults to false (read/write). */
            readOnly?: boolean;
            /** @description targetWWNs is Optional: FC target worldwide names (WWNs). */
            targetWWNs?: string[];
            /** @description wwids Optional: FC volume world wide identifiers (wwids) Either wwids or combination of targetWWNs and lun must be set, but not both simultaneously. */
            wwids?: string[];
        };
        /** @description FileKeySelector selects a key of the env file. */
        FileKeySelector: {
            /** @description The key within the env file. */
            key?: string;
            /** @description Specify whether the file or its key must be defined. */
            optional?: boolean;
            /** @description The path within the volume from which to select the file. */
            path?: string;
            /** @description The name of the volume mount containing the env file. */
            volumeName?: string;
        };
        /** @description FlexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin. */
        FlexVolumeSource: {
            /** @description driver is the name of the driver to use for this volume. */
            driver?: string;
            /** @description fsType is the filesystem type to mount. */
            fsType?: string;
            /** @description options is Optional: this field holds extra command options if any. */
            options?: {
                [key: string]: string;
            };
            /** @description readOnly is Optional: defaults to false (read/write). */
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
        };
        /** @description One Flink job together with the JobManager and TaskManagers that run it. */
        FlinkApplication: {
            /** @description The version of this schema, flink.k8s.io/v1beta1. */
            apiVersion: string;
            /** @description Always FlinkApplication. */
            kind: string;
            metadata: components["schemas"]["ObjectMeta"];
            spec?: components["schemas"]["FlinkApplicationSpec"];
            status?: components["schemas"]["FlinkApplicationStatus"];
        };
        /** @description The error that the step last ended with. */
        FlinkApplicationError: {
            /** @description The error in words. */
            appError?: string;
            /** @description What the call answered. */
            errorCode?: string;
            /** @description Whether the deployment fails at once. */
            isFailFast?: boolean;
            /** @description Whether trying again may help. */
            isRetryable?: boolean;
            /**
             * Format: date-time
             * @description When the error was last seen.
             */
            lastErrorUpdateTime?: string | null;
            /**
             * Format: int32
             * @description How often the call is tried again.
             */
            maxRetries?: number;
            /** @description The call that failed. */
            method?: string;
        };
        /** @description What to run and how to bring it up to date. */
        FlinkApplicationSpec: {
            /** @description Start although the savepoint has state of operators that the new job no longer has. */
            allowNonRestoredState?: boolean;
            /**
             * Format: int32
             * @description Port of the BLOB server. 6125 if not given.
             */
            blobPort?: number;
            /** @description Security context of the container of all pods. It is no part of the deploy hash, which the original operator must be able to compute: a change of it alone takes effect with the next deploy. */
            containerSecurityContext?: components["schemas"]["SecurityContext"];
            /**
             * @description What happens to the job when the FlinkApplication is deleted. Savepoint (the default) takes a last savepoint and waits for it, ForceCancel cancels the job, None just removes the cluster.
             * @enum {string}
             */
            deleteMode?: "Savepoint" | "None" | "ForceCancel";
            /**
             * @description Dual (the default) hands the job over from the old cluster to the new one. BlueGreen keeps both versions running until tearDownVersionHash names the one to end. It cannot be changed later.
             * @enum {string}
             */
            deploymentMode?: "Dual" | "BlueGreen";
            /** @description Fully qualified main class. Taken from the jar's manifest if not given. */
            entryClass?: string;
            /** @description When neither savepoint nor checkpoint can be had, start the new job without state. */
            fallbackWithoutState?: boolean;
            flinkConfig?: components["schemas"]["FlinkConfig"];
            /** @description Version of Flink in the image, such as "1.20" or "2.0.1". It decides which configuration keys are written; empty counts as older than 1.11. */
            flinkVersion?: string;
            /** @description Give up the deployment in progress and go back to the one before it. While it is true no deployment begins. */
            forceRollback?: boolean;
            /** @description Container image of the JobManager and the TaskManagers. It holds Flink and the jar of the job. */
            image: string;
            /**
             * @description When the kubelet pulls the image. IfNotPresent if not given.
             * @enum {string}
             */
            imagePullPolicy?: "Always" | "Never" | "IfNotPresent";
            /** @description Secrets in the same namespace that hold the credentials of the image registry. */
            imagePullSecrets?: components["schemas"]["LocalObjectReference"][];
            /** @description File name of the job's jar in the image, below flink-web-upload in Flink's web.upload.dir. */
            jarName: string;
            jobManagerConfig?: components["schemas"]["JobManagerConfig"];
            /**
             * Format: int32
             * @description The oldest snapshot, in seconds of age, that a lost job, or an update whose savepoint failed, may start from. 3600 if not given: after a longer outage raise it.
             */
            maxCheckpointRestoreAgeSeconds?: number;
            /**
             * Format: int32
             * @description Port of Flink's internal metrics query service. 50101 if not given.
             */
            metricsQueryPort?: number;
            /**
             * Format: int32
             * @description Parallelism of the job. The number of TaskManagers is this number divided by taskManagerConfig.taskSlots, rounded up.
             */
            parallelism: number;
            /** @description Arguments of the main method, as one string. */
            programArgs?: string;
            /**
             * Format: int32
             * @description Port of the query server. 6124 if not given.
             */
            queryPort?: number;
            /** @description Any text. Changing it deploys the same specification anew. */
            restartNonce?: string;
            /**
             * Format: int32
             * @description Port of the JobManager's RPC endpoint. 6123 if not given.
             */
            rpcPort?: number;
            /** @description Update without a savepoint. The job then starts with no state. */
            savepointDisabled?: boolean;
            savepointInfo?: components["schemas"]["SavepointInfo"];
            /** @description Savepoint or retained checkpoint that the first deployment restores from. Later deployments restore from the state of the one before them. */
            savepointPath?: string;
            /**
             * @description How a higher parallelism is reached. NewCluster (the default) starts a second cluster, InPlace adds TaskManagers to the one that runs.
             * @enum {string}
             */
            scaleMode?: "NewCluster" | "InPlace";
            /** @description Security context of all pods. */
            securityContext?: components["schemas"]["PodSecurityContext"];
            /** @description ServiceAccount of all pods. Flink's Kubernetes high availability needs one that may edit ConfigMaps. */
            serviceAccountName?: string;
            taskManagerConfig?: components["schemas"]["TaskManagerConfig"];
            /** @description With deploymentMode BlueGreen, the hash of the version to end while two of them run. */
            tearDownVersionHash?: string;
            /**
             * Format: int32
             * @description Port of Flink's REST interface and web UI. 8081 if not given.
             */
            uiPort?: number;
            /** @description Where the Flink containers mount the volumes. */
            volumeMounts?: components["schemas"]["VolumeMount"][];
            /** @description Volumes of all pods. */
            volumes?: components["schemas"]["Volume"][];
        };
        /** @description What was seen and decided. Written by the operator only. */
        FlinkApplicationStatus: {
            attempt?: components["schemas"]["Attempt"];
            /**
             * Format: int32
             * @description How many attempts at a deployment there have been.
             */
            attempts?: number;
            clusterStatus?: components["schemas"]["ClusterStatus"];
            /** @description Whether the application is ready, being changed, or stuck, and why. */
            conditions?: components["schemas"]["Condition"][];
            /** @description What the deletion has done so far. */
            deletion?: {
                /** @description The last savepoint of each job. */
                savepoints?: components["schemas"]["SavepointRecord"][];
            };
            /** @description What is deployed. */
            deployed?: components["schemas"]["Deployed"];
            /** @description Hash of the specification that is deployed. Empty until a job has started for the first time. */
            deployHash?: string;
            /**
             * @description The deployment mode that the application began with.
             * @enum {string}
             */
            deploymentMode?: "" | "Dual" | "BlueGreen";
            /**
             * @description With deploymentMode BlueGreen, the colour of the version that is deployed.
             * @enum {string}
             */
            deployVersion?: "" | "blue" | "green";
            failed?: components["schemas"]["FailedAttempt"];
            /** @description Hash of the specification whose deployment failed. It is not tried again. */
            failedDeployHash?: string;
            /** @description With scaleMode InPlace, the hash under which the running pods were created. */
            inPlaceUpdatedFromHash?: string;
            jobStatus?: components["schemas"]["JobStatus"];
            lastSeenError?: components["schemas"]["FlinkApplicationError"];
            /**
             * Format: date-time
             * @description When this status last changed.
             */
            lastUpdatedAt?: string;
            /** @description What the versions that run, or are being deployed, were made from: the part of their specifications that an update is compared with, so that the condition SpecDoubtful can tell of it. */
            madeFrom?: components["schemas"]["MadeFrom"][];
            /**
             * Format: int64
             * @description The metadata.generation that this status answers.
             */
            observedGeneration?: number;
            /** @description The last ten things that were done to the application, the newest last. */
            operations?: components["schemas"]["Operation"][];
            /**
             * @description The step of the deployment that the application is in. Empty for a new one.
             * @enum {string}
             */
            phase?: "" | "Updating" | "Rescaling" | "ClusterStarting" | "SubmittingJob" | "Running" | "Savepointing" | "Cancelling" | "Deleting" | "Recovering" | "RollingBackJob" | "DeployFailed" | "DualRunning";
            /** @description Not written. Kept because the original API has it. */
            reason?: string;
            /** @description Where the state of the job is. */
            restorePoint?: {
                /** @description The newest snapshot that the job can be started from again. */
                newest?: components["schemas"]["RestorePoint"];
                /** @description What the running job was started from. */
                used?: components["schemas"]["RestorePoint"];
            };
            /**
             * Format: int32
             * @description How often the step was tried again.
             */
            retryCount?: number;
            /** @description Hash of the deployment that was gone back to. */
            rollbackHash?: string;
            /** @description Savepoint or checkpoint that the next job restores from. */
            savepointPath?: string;
            /** @description Flink's id of the savepoint that is being taken. */
            savepointTriggerId?: string;
            /**
             * Format: date-time
             * @description Not written. Kept because the original API has it.
             */
            startedAt?: string;
            /** @description With deploymentMode BlueGreen, the hash that the specification had when a version was ended. */
            teardownHash?: string;
            /** @description With two versions, the hash of the one that was told to end. */
            tearingDown?: string;
            tornDown?: components["schemas"]["TornDown"];
            /** @description With deploymentMode BlueGreen, the newer of the two versions that run. */
            updating?: components["schemas"]["Deployed"];
            /** @description With deploymentMode BlueGreen, the hash of the version that is being deployed. */
            updatingHash?: string;
            /**
             * @description With deploymentMode BlueGreen, the colour of the version that is being deployed.
             * @enum {string}
             */
            updatingVersion?: "" | "blue" | "green";
            /** @description With deploymentMode BlueGreen, the status of each of the versions that run, at most two. */
            versionStatuses?: components["schemas"]["VersionStatus"][];
            /** @description What the application waits for. */
            waitingFor?: {
                /**
                 * Format: date-time
                 * @description When the waiting began.
                 */
                since?: string;
                /** @description A reason, as in docs/reasons.md. */
                what?: string;
            };
        };
        /** @description Flink configuration, key by key. Ports, slots and memory sizes are set from the other fields. */
        FlinkConfig: {
            [key: string]: string | number | boolean;
        };
        /** @description Represents a Flocker volume mounted by the Flocker agent. */
        FlockerVolumeSource: {
            /** @description datasetName is Name of the dataset stored as metadata -> name on the dataset for Flocker should be considered as deprecated. */
            datasetName?: string;
            /** @description datasetUUID is the UUID of the dataset. */
            datasetUUID?: string;
        };
        /** @description Represents a Persistent Disk resource in Google Compute Engine. */
        GCEPersistentDiskVolumeSource: {
            /** @description fsType is filesystem type of the volume that you want to mount. */
            fsType?: string;
            /**
             * Format: int32
             * @description partition is the partition in the volume that you want to mount.
             */
            partition?: number;
            /** @description pdName is unique name of the PD resource in GCE. */
            pdName?: string;
            /** @description readOnly here will force the ReadOnly setting in VolumeMounts. */
            readOnly?: boolean;
        };
        /** @description Represents a volume that is populated with the contents of a git repository. */
        GitRepoVolumeSource: {
            /** @description directory is the target directory name. */
            directory?: string;
            /** @description repository is the URL. */
            repository?: string;
            /** @description revision is the commit hash for the specified revision. */
            revision?: string;
        };
        /** @description Represents a Glusterfs mount that lasts the lifetime of a pod. */
        GlusterfsVolumeSource: {
            /** @description endpoints is the endpoint name that details Glusterfs topology. */
            endpoints?: string;
            /** @description path is the Glusterfs volume path. */
            path?: string;
            /** @description readOnly here will force the Glusterfs volume to be mounted with read-only permissions. */
            readOnly?: boolean;
        };
        /**
         * @description Green is healthy, Yellow works with a part missing, Red does not work.
         * @enum {string}
         */
        HealthStatus: "" | "Green" | "Yellow" | "Red";
        /** @description Represents a host path mapped into a pod. */
        HostPathVolumeSource: {
            /** @description path of the directory on the host. */
            path?: string;
            /** @description type for HostPath Volume Defaults to "" More info: https://kubernetes.io/docs/concepts/storage/volumes#hostpath. */
            type?: string;
        };
        /** @description ImageVolumeSource represents a image volume resource. */
        ImageVolumeSource: {
            /** @description Policy for pulling OCI objects. */
            pullPolicy?: string;
            /** @description Required: Image or artifact reference to be used. */
            reference?: string;
        };
        /** @description Represents an ISCSI disk. */
        ISCSIVolumeSource: {
            /** @description chapAuthDiscovery defines whether support iSCSI Discovery CHAP authentication. */
            chapAuthDiscovery?: boolean;
            /** @description chapAuthSession defines whether support iSCSI Session CHAP authentication. */
            chapAuthSession?: boolean;
            /** @description fsType is the filesystem type of the volume that you want to mount. */
            fsType?: string;
            /** @description initiatorName is the custom iSCSI Initiator Name. */
            initiatorName?: string;
            /** @description iqn is the target iSCSI Qualified Name. */
            iqn?: string;
            /** @description iscsiInterface is the interface Name that uses an iSCSI transport. */
            iscsiInterface?: string;
            /**
             * Format: int32
             * @description lun represents iSCSI Target Lun number.
             */
            lun?: number;
            /** @description portals is the iSCSI Target Portal List. */
            portals?: string[];
            /** @description readOnly here will force the ReadOnly setting in VolumeMounts. */
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
            /** @description targetPortal is iSCSI Target Portal. */
            targetPortal?: string;
        };
        /** @description The JobManager's pods. */
        JobManagerConfig: {
            /** @description Scheduling preferences of the pods. */
            affinity?: components["schemas"]["Affinity"];
            envConfig?: components["schemas"]["EnvConfig"];
            nodeSelector?: components["schemas"]["NodeLabels"];
            offHeapMemoryFraction?: components["schemas"]["OffHeapMemoryFraction"];
            /**
             * Format: int32
             * @description Number of JobManagers. More than one needs Flink's high availability. 1 if not given.
             */
            replicas?: number;
            /** @description Resources of the container. 4 CPUs and 3072Mi of memory if not given at all. */
            resources?: components["schemas"]["ResourceRequirements"];
            systemMemoryFraction?: components["schemas"]["SystemMemoryFraction"];
            tolerations?: components["schemas"]["Tolerations"];
        };
        /** @description The job, as it is handed to Flink. */
        JobParameters: {
            /** @description Whether state may be left behind. */
            allowNonRestoredState?: boolean;
            /** @description Main class. */
            entryClass?: string;
            /** @description File name of the jar. */
            jarName?: string;
            /**
             * Format: int32
             * @description Parallelism of the job.
             */
            parallelism?: number;
            /** @description Arguments of the main method. */
            programArgs?: string;
        };
        /** @description The Flink job, as its JobManager sees it, and what it was last started with. */
        JobStatus: {
            /** @description Whether the job was allowed to leave state behind when it started. */
            allowNonRestoredState?: boolean;
            /**
             * Format: int32
             * @description Checkpoints that were completed since the job started.
             */
            completedCheckpointCount?: number;
            /** @description The main class that the job was started with. */
            entryClass?: string;
            /**
             * Format: int32
             * @description Checkpoints that failed since the job started.
             */
            failedCheckpointCount?: number;
            health?: components["schemas"]["HealthStatus"];
            /** @description The jar that the job was started with. */
            jarName?: string;
            /** @description Flink's id of the job, 32 hexadecimal digits. */
            jobID?: string;
            /** @description Address of the job in Flink's web UI. */
            jobOverviewURL?: string;
            /**
             * Format: int32
             * @description How often Flink restored the job from a snapshot: the start from a savepoint counts 1, a restart before the first checkpoint does not count.
             */
            jobRestartCount?: number;
            /** @description Path of the newest checkpoint that is complete. */
            lastCheckpoint?: string;
            /**
             * Format: date-time
             * @description When the newest complete checkpoint was completed, by the JobManager's clock.
             */
            lastCheckpointTime?: string | null;
            /**
             * Format: date-time
             * @description When the job was last seen failing.
             */
            lastFailingTime?: string | null;
            /**
             * Format: int32
             * @description The parallelism that the job was started with.
             */
            parallelism?: number;
            /** @description The arguments that the job was started with. */
            programArgs?: string;
            /** @description Savepoint or checkpoint that Flink last restored the job from. */
            restorePath?: string;
            /**
             * Format: date-time
             * @description When Flink last restored the job.
             */
            restoreTime?: string | null;
            /**
             * Format: int32
             * @description Tasks that run.
             */
            runningTasks?: number;
            /**
             * Format: date-time
             * @description When the job started.
             */
            startTime?: string | null;
            /**
             * @description State of the job, in Flink's words.
             * @enum {string}
             */
            state?: "" | "INITIALIZING" | "CREATED" | "RUNNING" | "FAILING" | "FAILED" | "CANCELLING" | "CANCELED" | "FINISHED" | "RESTARTING" | "SUSPENDED" | "RECONCILING";
            /**
             * Format: int32
             * @description All tasks of the job.
             */
            totalTasks?: number;
        };
        /** @description Maps a string key to a path within a volume. */
        KeyToPath: {
            /** @description key is the key to project. */
            key?: string;
            /**
             * Format: int32
             * @description mode is Optional: mode bits used to set permissions on this file.
             */
            mode?: number;
            /** @description path is the relative path of the file to map the key to. */
            path?: string;
        };
        /** @description A label selector is a label query over a set of resources. */
        LabelSelector: {
            /** @description matchExpressions is a list of label selector requirements. */
            matchExpressions?: components["schemas"]["LabelSelectorRequirement"][];
            /** @description matchLabels is a map of {key,value} pairs. */
            matchLabels?: {
                [key: string]: string;
            };
        };
        /** @description A label selector requirement is a selector that contains values, a key, and an operator that relates the key and values. */
        LabelSelectorRequirement: {
            /** @description key is the label key that the selector applies to. */
            key?: string;
            /** @description operator represents a key's relationship to a set of values. */
            operator?: string;
            /** @description values is an array of string values. */
            values?: string[];
        };
        /** @description LocalObjectReference contains enough information to let you locate the referenced object inside the same namespace. */
        LocalObjectReference: {
            /** @description Name of the referent. */
            name?: string;
        };
        /** @description The part of a version's specification that decides whether the next one can go on with its state. */
        MadeFrom: {
            /** @description Its maximum parallelism and state backend, by the keys of flinkConfig that set them. */
            flinkConfig?: {
                [key: string]: string;
            };
            /** @description Its flinkVersion. */
            flinkVersion?: string;
            /** @description Hash of the specification. */
            hash?: string;
            /** @description The savepointPath that the first version started from. Later versions do not read the field. */
            savepointPath?: string;
        };
        /** @description Represents an NFS mount that lasts the lifetime of a pod. */
        NFSVolumeSource: {
            /** @description path that is exported by the NFS server. */
            path?: string;
            /** @description readOnly here will force the NFS export to be mounted with read-only permissions. */
            readOnly?: boolean;
            /** @description server is the hostname or IP address of the NFS server. */
            server?: string;
        };
        /** @description Node affinity is a group of node affinity scheduling rules. */
        NodeAffinity: {
            /** @description The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this field, but it may choose a node that violates one or more of the expressions. */
            preferredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["PreferredSchedulingTerm"][];
            requiredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["NodeSelector"];
        };
        /** @description Labels that a node must have to run the pods. */
        NodeLabels: {
            [key: string]: string;
        };
        /** @description A node selector represents the union of the results of one or more label queries over a set of nodes; that is, it represents the OR of the selectors represented by the node selector terms. */
        NodeSelector: {
            /** @description Required. */
            nodeSelectorTerms?: components["schemas"]["NodeSelectorTerm"][];
        };
        /** @description A node selector requirement is a selector that contains values, a key, and an operator that relates the key and values. */
        NodeSelectorRequirement: {
            /** @description The label key that the selector applies to. */
            key?: string;
            /** @description Represents a key's relationship to a set of values. */
            operator?: string;
            /** @description An array of string values. */
            values?: string[];
        };
        /** @description A null or empty node selector term matches no objects. */
        NodeSelectorTerm: {
            /** @description A list of node selector requirements by node's labels. */
            matchExpressions?: components["schemas"]["NodeSelectorRequirement"][];
            /** @description A list of node selector requirements by node's fields. */
            matchFields?: components["schemas"]["NodeSelectorRequirement"][];
        };
        /** @description ObjectFieldSelector selects an APIVersioned field of an object. */
        ObjectFieldSelector: {
            /** @description Version of the schema the FieldPath is written in terms of, defaults to "v1". */
            apiVersion?: string;
            /** @description Path of the field to select in the specified API version. */
            fieldPath: string;
        };
        ObjectMeta: {
            annotations?: {
                [key: string]: string;
            };
            /** Format: date-time */
            creationTimestamp?: string;
            /** Format: int64 */
            deletionGracePeriodSeconds?: number;
            /** Format: date-time */
            deletionTimestamp?: string;
            finalizers?: string[];
            generateName?: string;
            /** Format: int64 */
            generation?: number;
            labels?: {
                [key: string]: string;
            };
            name: string;
            namespace?: string;
            ownerReferences?: components["schemas"]["OwnerReference"][];
            resourceVersion?: string;
            uid?: string;
        };
        /** @description For Flink older than 1.11, the part of the requested memory that is kept out of the heap. 0.5 if not given. */
        OffHeapMemoryFraction: number;
        /** @description One thing that was done to the application. */
        Operation: {
            /**
             * Format: int64
             * @description How long it took.
             */
            durationMs?: number;
            /**
             * Format: date-time
             * @description When it ended.
             */
            endedAt?: string;
            /** @description Hash of the specification it was done for. */
            hash?: string;
            /** @description The job that came of it. */
            jobId?: string;
            /** @description How it ended. */
            outcome?: string;
            /** @description The snapshot that the job started from. */
            restoredFrom?: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            startedAt?: string;
            /** @description What was done. */
            what?: string;
            /** @description What for. Of a deploy the generation, and which fields it changes, in names without values. */
            why?: string;
        };
        OwnerReference: {
            apiVersion: string;
            blockOwnerDeletion?: boolean;
            controller?: boolean;
            kind: string;
            name: string;
            uid: string;
        };
        /** @description PersistentVolumeClaimSpec describes the common attributes of storage devices and allows a Source for provider-specific attributes. */
        PersistentVolumeClaimSpec: {
            /** @description accessModes contains the desired access modes the volume should have. */
            accessModes?: string[];
            dataSource?: components["schemas"]["TypedLocalObjectReference"];
            dataSourceRef?: components["schemas"]["TypedObjectReference"];
            resources?: components["schemas"]["VolumeResourceRequirements"];
            selector?: components["schemas"]["LabelSelector"];
            /** @description storageClassName is the name of the StorageClass required by the claim. */
            storageClassName?: string;
            /** @description volumeAttributesClassName may be used to set the VolumeAttributesClass used by this claim. */
            volumeAttributesClassName?: string;
            /** @description volumeMode defines what type of volume is required by the claim. */
            volumeMode?: string;
            /** @description volumeName is the binding reference to the PersistentVolume backing this claim. */
            volumeName?: string;
        };
        /** @description PersistentVolumeClaimTemplate is used to produce PersistentVolumeClaim objects as part of an EphemeralVolumeSource. */
        PersistentVolumeClaimTemplate: {
            /** @description ObjectMeta is metadata that all persisted resources must have, which includes all objects users must create. */
            metadata?: Record<string, never>;
            spec?: components["schemas"]["PersistentVolumeClaimSpec"];
        };
        /** @description PersistentVolumeClaimVolumeSource references the user's PVC in the same namespace. */
        PersistentVolumeClaimVolumeSource: {
            /** @description claimName is the name of a PersistentVolumeClaim in the same namespace as the pod using this volume. */
            claimName?: string;
            /** @description readOnly Will force the ReadOnly setting in VolumeMounts. */
            readOnly?: boolean;
        };
        /** @description Represents a Photon Controller persistent disk resource. */
        PhotonPersistentDiskVolumeSource: {
            /** @description fsType is the filesystem type to mount. */
            fsType?: string;
            /** @description pdID is the ID that identifies Photon Controller persistent disk. */
            pdID?: string;
        };
        /** @description Pod affinity is a group of inter pod affinity scheduling rules. */
        PodAffinity: {
            /** @description The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this field, but it may choose a node that violates one or more of the expressions. */
            preferredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["WeightedPodAffinityTerm"][];
            /** @description If the affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the node. */
            requiredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["PodAffinityTerm"][];
        };
        /** @description Defines a set of pods (namely those matching the labelSelector relative to the given namespace(s)) that this pod should be co-located (affinity) or not co-located (anti-affinity) with, where co-located is defined as running on a node whose value of the label with key <topologyKey> matches that of any node on which a pod of the set of pods is running. */
        PodAffinityTerm: {
            labelSelector?: components["schemas"]["LabelSelector"];
            /** @description MatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration. */
            matchLabelKeys?: string[];
            /** @description MismatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration. */
            mismatchLabelKeys?: string[];
            /** @description namespaces specifies a static list of namespace names that the term applies to. */
            namespaces?: string[];
            namespaceSelector?: components["schemas"]["LabelSelector"];
            /** @description This pod should be co-located (affinity) or not co-located (anti-affinity) with the pods matching the labelSelector in the specified namespaces, where co-located is defined as running on a node whose value of the label with key topologyKey matches that of any node on which any of the selected pods is running. */
            topologyKey?: string;
        };
        /** @description Pod anti affinity is a group of inter pod anti affinity scheduling rules. */
        PodAntiAffinity: {
            /** @description The scheduler will prefer to schedule pods to nodes that satisfy the anti-affinity expressions specified by this field, but it may choose a node that violates one or more of the expressions. */
            preferredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["WeightedPodAffinityTerm"][];
            /** @description If the anti-affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the node. */
            requiredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["PodAffinityTerm"][];
        };
        /** @description PodCertificateProjection provides a private key and X.509 certificate in the pod filesystem. */
        PodCertificateProjection: {
            /** @description Write the certificate chain at this path in the projected volume. */
            certificateChainPath?: string;
            /** @description Write the credential bundle at this path in the projected volume. */
            credentialBundlePath?: string;
            /** @description Write the key at this path in the projected volume. */
            keyPath?: string;
            /** @description The type of keypair Kubelet will generate for the pod. */
            keyType?: string;
            /**
             * Format: int32
             * @description maxExpirationSeconds is the maximum lifetime permitted for the certificate.
             */
            maxExpirationSeconds?: number;
            /** @description Kubelet's generated CSRs will be addressed to this signer. */
            signerName?: string;
            /** @description userAnnotations allow pod authors to pass additional information to the signer implementation. */
            userAnnotations?: {
                [key: string]: string;
            };
        };
        /** @description PodSecurityContext holds pod-level security attributes and common container settings. */
        PodSecurityContext: {
            appArmorProfile?: components["schemas"]["AppArmorProfile"];
            /**
             * Format: int64
             * @description A special supplemental group that applies to all containers in a pod.
             */
            fsGroup?: number;
            /** @description fsGroupChangePolicy defines behavior of changing ownership and permission of the volume before being exposed inside Pod. */
            fsGroupChangePolicy?: string;
            /**
             * Format: int64
             * @description The GID to run the entrypoint of the container process.
             */
            runAsGroup?: number;
            /** @description Indicates that the container must run as a non-root user. */
            runAsNonRoot?: boolean;
            /**
             * Format: int64
             * @description The UID to run the entrypoint of the container process.
             */
            runAsUser?: number;
            seccompProfile?: components["schemas"]["SeccompProfile"];
            /** @description seLinuxChangePolicy defines how the container's SELinux label is applied to all volumes used by the Pod. */
            seLinuxChangePolicy?: string;
            seLinuxOptions?: components["schemas"]["SELinuxOptions"];
            /** @description A list of groups applied to the first process run in each container, in addition to the container's primary GID and fsGroup (if specified). */
            supplementalGroups?: number[];
            /** @description Defines how supplemental groups of the first container processes are calculated. */
            supplementalGroupsPolicy?: string;
            /** @description Sysctls hold a list of namespaced sysctls used for the pod. */
            sysctls?: components["schemas"]["Sysctl"][];
            windowsOptions?: components["schemas"]["WindowsSecurityContextOptions"];
        };
        /** @description PortworxVolumeSource represents a Portworx volume resource. */
        PortworxVolumeSource: {
            /** @description fSType represents the filesystem type to mount Must be a filesystem type supported by the host operating system. */
            fsType?: string;
            /** @description readOnly defaults to false (read/write). */
            readOnly?: boolean;
            /** @description volumeID uniquely identifies a Portworx volume. */
            volumeID?: string;
        };
        /** @description An empty preferred scheduling term matches all objects with implicit weight 0 (i.e. it's a no-op). */
        PreferredSchedulingTerm: {
            preference?: components["schemas"]["NodeSelectorTerm"];
            /**
             * Format: int32
             * @description Weight associated with matching the corresponding nodeSelectorTerm, in the range 1-100.
             */
            weight?: number;
        };
        /** @description Represents a projected volume source. */
        ProjectedVolumeSource: {
            /**
             * Format: int32
             * @description defaultMode are the mode bits used to set permissions on created files by default.
             */
            defaultMode?: number;
            /** @description sources is the list of volume projections. */
            sources?: components["schemas"]["VolumeProjection"][];
        };
        /** @description Represents a Quobyte mount that lasts the lifetime of a pod. */
        QuobyteVolumeSource: {
            /** @description group to map volume access to Default is no group. */
            group?: string;
            /** @description readOnly here will force the Quobyte volume to be mounted with read-only permissions. */
            readOnly?: boolean;
            /** @description registry represents a single or multiple Quobyte Registry services specified as a string as host:port pair (multiple entries are separated with commas) which acts as the central registry for volumes. */
            registry?: string;
            /** @description tenant owning the given Quobyte volume in the Backend Used with dynamically provisioned Quobyte volumes, value is set by the plugin. */
            tenant?: string;
            /** @description user to map volume access to Defaults to serivceaccount user. */
            user?: string;
            /** @description volume is a string that references an already created Quobyte volume by name. */
            volume?: string;
        };
        /** @description Represents a Rados Block Device mount that lasts the lifetime of a pod. */
        RBDVolumeSource: {
            /** @description fsType is the filesystem type of the volume that you want to mount. */
            fsType?: string;
            /** @description image is the rados image name. */
            image?: string;
            /** @description keyring is the path to key ring for RBDUser. */
            keyring?: string;
            /** @description monitors is a collection of Ceph monitors. */
            monitors?: string[];
            /** @description pool is the rados pool name. */
            pool?: string;
            /** @description readOnly here will force the ReadOnly setting in VolumeMounts. */
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
            /** @description user is the rados user name. */
            user?: string;
        };
        /** @description ResourceClaim references one entry in PodSpec.ResourceClaims. */
        ResourceClaim: {
            /** @description Name must match the name of one entry in pod.spec.resourceClaims of the Pod where this field is used. */
            name?: string;
            /** @description Request is the name chosen for a request in the referenced claim. */
            request?: string;
        };
        /** @description ResourceFieldSelector represents container resources (cpu, memory) and their output format. */
        ResourceFieldSelector: {
            /** @description Container name: required for volumes, optional for env vars. */
            containerName?: string;
            divisor?: string | number;
            /** @description Required: resource to select. */
            resource: string;
        };
        /** @description ResourceRequirements describes the compute resource requirements. */
        ResourceRequirements: {
            /** @description Claims lists the names of resources, defined in spec.resourceClaims, that are used by this container. */
            claims?: components["schemas"]["ResourceClaim"][];
            /** @description Limits describes the maximum amount of compute resources allowed. */
            limits?: {
                [key: string]: string | number;
            };
            /** @description Requests describes the minimum amount of compute resources required. */
            requests?: {
                [key: string]: string | number;
            };
        };
        /** @description A snapshot that a job can start from. */
        RestorePoint: {
            /** @description The job that wrote it. */
            jobId?: string;
            /**
             * @description What it is.
             * @enum {string}
             */
            kind?: "Savepoint" | "Checkpoint";
            /** @description Where it is. */
            path?: string;
            /**
             * Format: date-time
             * @description When it was triggered, by the operator's clock; of a savepoint that the spec names, the start of its job.
             */
            takenAt?: string;
        };
        /** @description Deprecated, use savepointPath. */
        SavepointInfo: {
            /** @description Deprecated, use savepointPath. Read only if that is empty. */
            savepointLocation?: string;
        };
        /** @description A savepoint that was asked for. */
        SavepointRecord: {
            /**
             * Format: date-time
             * @description When it failed.
             */
            failedAt?: string;
            /** @description How it failed, or how the stop failed although the savepoint is good. */
            failure?: string;
            /** @description Hash of the cluster that the job runs on. */
            hash?: string;
            /** @description The job whose state it holds. */
            jobId?: string;
            /** @description Where it is. */
            location?: string;
            /**
             * @description Whether the job is stopped in good order, cancelled, or runs on.
             * @enum {string}
             */
            mode?: "stop" | "cancel" | "keep";
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            requestedAt?: string;
            /**
             * Format: int32
             * @description How often it had been asked for before.
             */
            retries?: number;
            /** @description Flink's id of the request. */
            triggerId?: string;
        };
        /** @description ScaleIOVolumeSource represents a persistent ScaleIO volume. */
        ScaleIOVolumeSource: {
            /** @description fsType is the filesystem type to mount. */
            fsType?: string;
            /** @description gateway is the host address of the ScaleIO API Gateway. */
            gateway?: string;
            /** @description protectionDomain is the name of the ScaleIO Protection Domain for the configured storage. */
            protectionDomain?: string;
            /** @description readOnly Defaults to false (read/write). */
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
            /** @description sslEnabled Flag enable/disable SSL communication with Gateway, default false. */
            sslEnabled?: boolean;
            /** @description storageMode indicates whether the storage for a volume should be ThickProvisioned or ThinProvisioned. */
            storageMode?: string;
            /** @description storagePool is the ScaleIO Storage Pool associated with the protection domain. */
            storagePool?: string;
            /** @description system is the name of the storage system as configured in ScaleIO. */
            system?: string;
            /** @description volumeName is the name of a volume already created in the ScaleIO system that is associated with this volume source. */
            volumeName?: string;
        };
        /** @description SeccompProfile defines a pod/container's seccomp profile settings. */
        SeccompProfile: {
            /** @description localhostProfile indicates a profile defined in a file on the node should be used. */
            localhostProfile?: string;
            /** @description type indicates which kind of seccomp profile will be applied. */
            type?: string;
        };
        /** @description SecretEnvSource selects a Secret to populate the environment variables with. */
        SecretEnvSource: {
            /** @description Name of the referent. */
            name?: string;
            /** @description Specify whether the Secret must be defined. */
            optional?: boolean;
        };
        /** @description SecretKeySelector selects a key of a Secret. */
        SecretKeySelector: {
            /** @description The key of the secret to select from. */
            key: string;
            /** @description Name of the referent. */
            name?: string;
            /** @description Specify whether the Secret or its key must be defined. */
            optional?: boolean;
        };
        /** @description Adapts a secret into a projected volume. */
        SecretProjection: {
            /** @description items if unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the volume as a file whose name is the key and content is the value. */
            items?: components["schemas"]["KeyToPath"][];
            /** @description Name of the referent. */
            name?: string;
            /** @description optional field specify whether the Secret or its key must be defined. */
            optional?: boolean;
        };
        /** @description Adapts a Secret into a volume. */
        SecretVolumeSource: {
            /**
             * Format: int32
             * @description defaultMode is Optional: mode bits used to set permissions on created files by default.
             */
            defaultMode?: number;
            /** @description items If unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the volume as a file whose name is the key and content is the value. */
            items?: components["schemas"]["KeyToPath"][];
            /** @description optional field specify whether the Secret or its keys must be defined. */
            optional?: boolean;
            /** @description secretName is the name of the secret in the pod's namespace to use. */
            secretName?: string;
        };
        /** @description SecurityContext holds security configuration that will be applied to a container. */
        SecurityContext: {
            /** @description AllowPrivilegeEscalation controls whether a process can gain more privileges than its parent process. */
            allowPrivilegeEscalation?: boolean;
            appArmorProfile?: components["schemas"]["AppArmorProfile"];
            capabilities?: components["schemas"]["Capabilities"];
            /** @description Run container in privileged mode. */
            privileged?: boolean;
            /** @description procMount denotes the type of proc mount to use for the containers. */
            procMount?: string;
            /** @description Whether this container has a read-only root filesystem. */
            readOnlyRootFilesystem?: boolean;
            /**
             * Format: int64
             * @description The GID to run the entrypoint of the container process.
             */
            runAsGroup?: number;
            /** @description Indicates that the container must run as a non-root user. */
            runAsNonRoot?: boolean;
            /**
             * Format: int64
             * @description The UID to run the entrypoint of the container process.
             */
            runAsUser?: number;
            seccompProfile?: components["schemas"]["SeccompProfile"];
            seLinuxOptions?: components["schemas"]["SELinuxOptions"];
            windowsOptions?: components["schemas"]["WindowsSecurityContextOptions"];
        };
        /** @description SELinuxOptions are the labels to be applied to the container. */
        SELinuxOptions: {
            /** @description Level is SELinux level label that applies to the container. */
            level?: string;
            /** @description Role is a SELinux role label that applies to the container. */
            role?: string;
            /** @description Type is a SELinux type label that applies to the container. */
            type?: string;
            /** @description User is a SELinux user label that applies to the container. */
            user?: string;
        };
        /** @description ServiceAccountTokenProjection represents a projected service account token volume. */
        ServiceAccountTokenProjection: {
            /** @description audience is the intended audience of the token. */
            audience?: string;
            /**
             * Format: int64
             * @description expirationSeconds is the requested duration of validity of the service account token.
             */
            expirationSeconds?: number;
            /** @description path is the path relative to the mount point of the file to project the token into. */
            path?: string;
        };
        /** @description Represents a StorageOS persistent volume resource. */
        StorageOSVolumeSource: {
            /** @description fsType is the filesystem type to mount. */
            fsType?: string;
            /** @description readOnly defaults to false (read/write). */
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
            /** @description volumeName is the human-readable name of the StorageOS volume. */
            volumeName?: string;
            /** @description volumeNamespace specifies the scope of the volume within StorageOS. */
            volumeNamespace?: string;
        };
        /** @description Sysctl defines a kernel parameter to be set. */
        Sysctl: {
            /** @description Name of a property to set. */
            name?: string;
            /** @description Value of a property to set. */
            value?: string;
        };
        /** @description For Flink 1.11 and newer, the part of the requested memory that the Flink process does not use. 0.2 if not given. */
        SystemMemoryFraction: number;
        /** @description The TaskManagers' pods. */
        TaskManagerConfig: {
            /** @description Scheduling preferences of the pods. */
            affinity?: components["schemas"]["Affinity"];
            envConfig?: components["schemas"]["EnvConfig"];
            nodeSelector?: components["schemas"]["NodeLabels"];
            offHeapMemoryFraction?: components["schemas"]["OffHeapMemoryFraction"];
            /** @description Resources of the container. 2 CPUs and 1024Mi of memory if not given at all. */
            resources?: components["schemas"]["ResourceRequirements"];
            systemMemoryFraction?: components["schemas"]["SystemMemoryFraction"];
            /**
             * Format: int32
             * @description Slots of each TaskManager. 16 if not given.
             */
            taskSlots?: number;
            tolerations?: components["schemas"]["Tolerations"];
        };
        /** @description The pod this Toleration is attached to tolerates any taint that matches the triple <key,value,effect> using the matching operator <operator>. */
        Toleration: {
            /** @description Effect indicates the taint effect to match. */
            effect?: string;
            /** @description Key is the taint key that the toleration applies to. */
            key?: string;
            /** @description Operator represents a key's relationship to the value. */
            operator?: string;
            /**
             * Format: int64
             * @description TolerationSeconds represents the period of time the toleration (which must be of effect NoExecute, otherwise this field is ignored) tolerates the taint.
             */
            tolerationSeconds?: number;
            /** @description Value is the taint value the toleration matches to. */
            value?: string;
        };
        /** @description Taints that the pods tolerate. */
        Tolerations: components["schemas"]["Toleration"][];
        /** @description With deploymentMode BlueGreen, the specification as it was when a version was ended. */
        TornDown: {
            /** @description The hash without the annotation in which kubectl apply keeps the last configuration. */
            content?: string;
            /** @description The teardownHash that this belongs to. */
            hash?: string;
        };
        /** @description TypedLocalObjectReference contains enough information to let you locate the typed referenced object inside the same namespace. */
        TypedLocalObjectReference: {
            /** @description APIGroup is the group for the resource being referenced. */
            apiGroup?: string;
            /** @description Kind is the type of resource being referenced. */
            kind?: string;
            /** @description Name is the name of resource being referenced. */
            name?: string;
        };
        /** @description TypedObjectReference contains enough information to let you locate the typed referenced object. */
        TypedObjectReference: {
            /** @description APIGroup is the group for the resource being referenced. */
            apiGroup?: string;
            /** @description Kind is the type of resource being referenced. */
            kind?: string;
            /** @description Name is the name of resource being referenced. */
            name?: string;
            /** @description Namespace is the namespace of resource being referenced Note that when a namespace is specified, a gateway.networking.k8s.io/ReferenceGrant object is required in the referent namespace to allow that namespace's owner to accept the reference. */
            namespace?: string;
        };
        /** @description One of the versions of an application with deploymentMode BlueGreen. */
        VersionStatus: {
            /**
             * @description The colour of the version.
             * @enum {string}
             */
            appVersion?: "" | "blue" | "green";
            clusterStatus?: components["schemas"]["ClusterStatus"];
            jobStatus?: components["schemas"]["JobStatus"];
            /** @description Hash of the specification that the version was deployed from. */
            versionHash?: string;
        };
        /** @description Volume represents a named volume in a pod that may be accessed by any container in the pod. */
        Volume: {
            awsElasticBlockStore?: components["schemas"]["AWSElasticBlockStoreVolumeSource"];
            azureDisk?: components["schemas"]["AzureDiskVolumeSource"];
            azureFile?: components["schemas"]["AzureFileVolumeSource"];
            cephfs?: components["schemas"]["CephFSVolumeSource"];
            cinder?: components["schemas"]["CinderVolumeSource"];
            configMap?: components["schemas"]["ConfigMapVolumeSource"];
            csi?: components["schemas"]["CSIVolumeSource"];
            downwardAPI?: components["schemas"]["DownwardAPIVolumeSource"];
            emptyDir?: components["schemas"]["EmptyDirVolumeSource"];
            ephemeral?: components["schemas"]["EphemeralVolumeSource"];
            fc?: components["schemas"]["FCVolumeSource"];
            flexVolume?: components["schemas"]["FlexVolumeSource"];
            flocker?: components["schemas"]["FlockerVolumeSource"];
            gcePersistentDisk?: components["schemas"]["GCEPersistentDiskVolumeSource"];
            gitRepo?: components["schemas"]["GitRepoVolumeSource"];
            glusterfs?: components["schemas"]["GlusterfsVolumeSource"];
            hostPath?: components["schemas"]["HostPathVolumeSource"];
            image?: components["schemas"]["ImageVolumeSource"];
            iscsi?: components["schemas"]["ISCSIVolumeSource"];
            /** @description name of the volume. */
            name: string;
            nfs?: components["schemas"]["NFSVolumeSource"];
            persistentVolumeClaim?: components["schemas"]["PersistentVolumeClaimVolumeSource"];
            photonPersistentDisk?: components["schemas"]["PhotonPersistentDiskVolumeSource"];
            portworxVolume?: components["schemas"]["PortworxVolumeSource"];
            projected?: components["schemas"]["ProjectedVolumeSource"];
            quobyte?: components["schemas"]["QuobyteVolumeSource"];
            rbd?: components["schemas"]["RBDVolumeSource"];
            scaleIO?: components["schemas"]["ScaleIOVolumeSource"];
            secret?: components["schemas"]["SecretVolumeSource"];
            storageos?: components["schemas"]["StorageOSVolumeSource"];
            vsphereVolume?: components["schemas"]["VsphereVirtualDiskVolumeSource"];
        };
        /** @description VolumeMount describes a mounting of a Volume within a container. */
        VolumeMount: {
            /** @description Path within the container at which the volume should be mounted. */
            mountPath: string;
            /** @description mountPropagation determines how mounts are propagated from the host to container and the other way around. */
            mountPropagation?: string;
            /** @description This must match the Name of a Volume. */
            name: string;
            /** @description Mounted read-only if true, read-write otherwise (false or unspecified). */
            readOnly?: boolean;
            /** @description RecursiveReadOnly specifies whether read-only mounts should be handled recursively. */
            recursiveReadOnly?: string;
            /** @description Path within the volume from which the container's volume should be mounted. */
            subPath?: string;
            /** @description Expanded path within the volume from which the container's volume should be mounted. */
            subPathExpr?: string;
        };
        /** @description Projection that may be projected along with other supported volume types. */
        VolumeProjection: {
            clusterTrustBundle?: components["schemas"]["ClusterTrustBundleProjection"];
            configMap?: components["schemas"]["ConfigMapProjection"];
            downwardAPI?: components["schemas"]["DownwardAPIProjection"];
            podCertificate?: components["schemas"]["PodCertificateProjection"];
            secret?: components["schemas"]["SecretProjection"];
            serviceAccountToken?: components["schemas"]["ServiceAccountTokenProjection"];
        };
        /** @description VolumeResourceRequirements describes the storage resource requirements for a volume. */
        VolumeResourceRequirements: {
            /** @description Limits describes the maximum amount of compute resources allowed. */
            limits?: {
                [key: string]: string | number;
            };
            /** @description Requests describes the minimum amount of compute resources required. */
            requests?: {
                [key: string]: string | number;
            };
        };
        /** @description Represents a vSphere volume resource. */
        VsphereVirtualDiskVolumeSource: {
            /** @description fsType is filesystem type to mount. */
            fsType?: string;
            /** @description storagePolicyID is the storage Policy Based Management (SPBM) profile ID associated with the StoragePolicyName. */
            storagePolicyID?: string;
            /** @description storagePolicyName is the storage Policy Based Management (SPBM) profile name. */
            storagePolicyName?: string;
            /** @description volumePath is the path that identifies vSphere volume vmdk. */
            volumePath?: string;
        };
        /** @description The weights of all of the matched WeightedPodAffinityTerm fields are added per-node to find the most preferred node(s). */
        WeightedPodAffinityTerm: {
            podAffinityTerm?: components["schemas"]["PodAffinityTerm"];
            /**
             * Format: int32
             * @description weight associated with matching the corresponding podAffinityTerm, in the range 1-100.
             */
            weight?: number;
        };
        /** @description WindowsSecurityContextOptions contain Windows-specific options and credentials. */
        WindowsSecurityContextOptions: {
            /** @description GMSACredentialSpec is where the GMSA admission webhook (https://github.com/kubernetes-sigs/windows-gmsa) inlines the contents of the GMSA credential spec named by the GMSACredentialSpecName field. */
            gmsaCredentialSpec?: string;
            /** @description GMSACredentialSpecName is the name of the GMSA credential spec to use. */
            gmsaCredentialSpecName?: string;
            /** @description HostProcess determines if a container should be run as a 'Host Process' container. */
            hostProcess?: boolean;
            /** @description The UserName in Windows to run the entrypoint of the container process. */
            runAsUserName?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
