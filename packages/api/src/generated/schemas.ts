// Made from packages/api/openapi/*.yaml by `npm run generate -w packages/api`. Do not edit.
export interface components {
    schemas: {
        Affinity: {
            nodeAffinity?: components["schemas"]["NodeAffinity"];
            podAffinity?: components["schemas"]["PodAffinity"];
            podAntiAffinity?: components["schemas"]["PodAntiAffinity"];
        };
        AppArmorProfile: {
            localhostProfile?: string;
            type?: string;
        };
        /** @description The change under way. It is written down before anything is done for it, and kept until its end. */
        Attempt: {
            /** @description The hash without the annotation in which kubectl apply keeps the last configuration. */
            content?: string;
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
                /** @description The job that the old cluster is given again. */
                jobId?: string;
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
        AWSElasticBlockStoreVolumeSource: {
            fsType?: string;
            /** Format: int32 */
            partition?: number;
            readOnly?: boolean;
            volumeID?: string;
        };
        AzureDiskVolumeSource: {
            cachingMode?: string;
            diskName?: string;
            diskURI?: string;
            fsType?: string;
            kind?: string;
            readOnly?: boolean;
        };
        AzureFileVolumeSource: {
            readOnly?: boolean;
            secretName?: string;
            shareName?: string;
        };
        Capabilities: {
            add?: string[];
            drop?: string[];
        };
        CephFSVolumeSource: {
            monitors?: string[];
            path?: string;
            readOnly?: boolean;
            secretFile?: string;
            secretRef?: components["schemas"]["LocalObjectReference"];
            user?: string;
        };
        CinderVolumeSource: {
            fsType?: string;
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
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
        ClusterTrustBundleProjection: {
            labelSelector?: components["schemas"]["LabelSelector"];
            name?: string;
            optional?: boolean;
            path?: string;
            signerName?: string;
        };
        /** @description One aspect of the current state, in the form that all Kubernetes conditions have. */
        Condition: {
            /**
             * Format: date-time
             * @description When the status of the condition last changed.
             */
            lastTransitionTime?: string;
            /** @description The cause in a sentence, and what to do about it. */
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
        ConfigMapEnvSource: {
            name?: string;
            optional?: boolean;
        };
        ConfigMapKeySelector: {
            key: string;
            name?: string;
            optional?: boolean;
        };
        ConfigMapProjection: {
            items?: components["schemas"]["KeyToPath"][];
            name?: string;
            optional?: boolean;
        };
        ConfigMapVolumeSource: {
            /** Format: int32 */
            defaultMode?: number;
            items?: components["schemas"]["KeyToPath"][];
            name?: string;
            optional?: boolean;
        };
        CSIVolumeSource: {
            driver?: string;
            fsType?: string;
            nodePublishSecretRef?: components["schemas"]["LocalObjectReference"];
            readOnly?: boolean;
            volumeAttributes?: {
                [key: string]: string;
            };
        };
        /** @description A version that runs. */
        Deployed: {
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
            /**
             * Format: date-time
             * @description Since when the job is missing or its JobManager cannot be reached.
             */
            lostSince?: string;
            /**
             * Format: date-time
             * @description When it was last started again.
             */
            recoveredAt?: string;
            /**
             * Format: int32
             * @description How often in a row the job was lost and started again.
             */
            recoveries?: number;
            /**
             * Format: date-time
             * @description When that failed last.
             */
            recoveryFailedAt?: string;
            /** @description The inputs with which a lost job could not be started again. */
            unrecoverable?: string;
        };
        DownwardAPIProjection: {
            items?: components["schemas"]["DownwardAPIVolumeFile"][];
        };
        DownwardAPIVolumeFile: {
            fieldRef?: components["schemas"]["ObjectFieldSelector"];
            /** Format: int32 */
            mode?: number;
            path?: string;
            resourceFieldRef?: components["schemas"]["ResourceFieldSelector"];
        };
        DownwardAPIVolumeSource: {
            /** Format: int32 */
            defaultMode?: number;
            items?: components["schemas"]["DownwardAPIVolumeFile"][];
        };
        EmptyDirVolumeSource: {
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
        EnvFromSource: {
            configMapRef?: components["schemas"]["ConfigMapEnvSource"];
            prefix?: string;
            secretRef?: components["schemas"]["SecretEnvSource"];
        };
        EnvVar: {
            name: string;
            value?: string;
            valueFrom?: components["schemas"]["EnvVarSource"];
        };
        EnvVarSource: {
            configMapKeyRef?: components["schemas"]["ConfigMapKeySelector"];
            fieldRef?: components["schemas"]["ObjectFieldSelector"];
            fileKeyRef?: components["schemas"]["FileKeySelector"];
            resourceFieldRef?: components["schemas"]["ResourceFieldSelector"];
            secretKeyRef?: components["schemas"]["SecretKeySelector"];
        };
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
        FCVolumeSource: {
            fsType?: string;
            /** Format: int32 */
            lun?: number;
            readOnly?: boolean;
            targetWWNs?: string[];
            wwids?: string[];
        };
        FileKeySelector: {
            key?: string;
            optional?: boolean;
            path?: string;
            volumeName?: string;
        };
        FlexVolumeSource: {
            driver?: string;
            fsType?: string;
            options?: {
                [key: string]: string;
            };
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
            /** @description Give up the deployment in progress and go back to the one before it. */
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
             * @description When the savepoint of an update fails, the oldest checkpoint that may be restored from instead. 3600 if not given.
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
             * @description When the phase was last worked on.
             */
            lastUpdatedAt?: string;
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
                /** @description In words. */
                what?: string;
            };
        };
        /** @description Flink configuration, key by key. Ports, slots and memory sizes are set from the other fields. */
        FlinkConfig: {
            [key: string]: string | number | boolean;
        };
        FlockerVolumeSource: {
            datasetName?: string;
            datasetUUID?: string;
        };
        GCEPersistentDiskVolumeSource: {
            fsType?: string;
            /** Format: int32 */
            partition?: number;
            pdName?: string;
            readOnly?: boolean;
        };
        GitRepoVolumeSource: {
            directory?: string;
            repository?: string;
            revision?: string;
        };
        GlusterfsVolumeSource: {
            endpoints?: string;
            path?: string;
            readOnly?: boolean;
        };
        /**
         * @description Green is healthy, Yellow works with a part missing, Red does not work.
         * @enum {string}
         */
        HealthStatus: "" | "Green" | "Yellow" | "Red";
        HostPathVolumeSource: {
            path?: string;
            type?: string;
        };
        ImageVolumeSource: {
            pullPolicy?: string;
            reference?: string;
        };
        ISCSIVolumeSource: {
            chapAuthDiscovery?: boolean;
            chapAuthSession?: boolean;
            fsType?: string;
            initiatorName?: string;
            iqn?: string;
            iscsiInterface?: string;
            /** Format: int32 */
            lun?: number;
            portals?: string[];
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
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
             * @description How often Flink restarted the job.
             */
            jobRestartCount?: number;
            /** @description Path of the newest checkpoint that is complete. */
            lastCheckpoint?: string;
            /**
             * Format: date-time
             * @description When the newest complete checkpoint was triggered.
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
        KeyToPath: {
            key?: string;
            /** Format: int32 */
            mode?: number;
            path?: string;
        };
        LabelSelector: {
            matchExpressions?: components["schemas"]["LabelSelectorRequirement"][];
            matchLabels?: {
                [key: string]: string;
            };
        };
        LabelSelectorRequirement: {
            key?: string;
            operator?: string;
            values?: string[];
        };
        LocalObjectReference: {
            name?: string;
        };
        NFSVolumeSource: {
            path?: string;
            readOnly?: boolean;
            server?: string;
        };
        NodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["PreferredSchedulingTerm"][];
            requiredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["NodeSelector"];
        };
        /** @description Labels that a node must have to run the pods. */
        NodeLabels: {
            [key: string]: string;
        };
        NodeSelector: {
            nodeSelectorTerms?: components["schemas"]["NodeSelectorTerm"][];
        };
        NodeSelectorRequirement: {
            key?: string;
            operator?: string;
            values?: string[];
        };
        NodeSelectorTerm: {
            matchExpressions?: components["schemas"]["NodeSelectorRequirement"][];
            matchFields?: components["schemas"]["NodeSelectorRequirement"][];
        };
        ObjectFieldSelector: {
            apiVersion?: string;
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
            /** @description What for. */
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
        PersistentVolumeClaimSpec: {
            accessModes?: string[];
            dataSource?: components["schemas"]["TypedLocalObjectReference"];
            dataSourceRef?: components["schemas"]["TypedObjectReference"];
            resources?: components["schemas"]["VolumeResourceRequirements"];
            selector?: components["schemas"]["LabelSelector"];
            storageClassName?: string;
            volumeAttributesClassName?: string;
            volumeMode?: string;
            volumeName?: string;
        };
        PersistentVolumeClaimTemplate: {
            metadata?: Record<string, never>;
            spec?: components["schemas"]["PersistentVolumeClaimSpec"];
        };
        PersistentVolumeClaimVolumeSource: {
            claimName?: string;
            readOnly?: boolean;
        };
        PhotonPersistentDiskVolumeSource: {
            fsType?: string;
            pdID?: string;
        };
        PodAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["WeightedPodAffinityTerm"][];
            requiredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["PodAffinityTerm"][];
        };
        PodAffinityTerm: {
            labelSelector?: components["schemas"]["LabelSelector"];
            matchLabelKeys?: string[];
            mismatchLabelKeys?: string[];
            namespaces?: string[];
            namespaceSelector?: components["schemas"]["LabelSelector"];
            topologyKey?: string;
        };
        PodAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["WeightedPodAffinityTerm"][];
            requiredDuringSchedulingIgnoredDuringExecution?: components["schemas"]["PodAffinityTerm"][];
        };
        PodCertificateProjection: {
            certificateChainPath?: string;
            credentialBundlePath?: string;
            keyPath?: string;
            keyType?: string;
            /** Format: int32 */
            maxExpirationSeconds?: number;
            signerName?: string;
            userAnnotations?: {
                [key: string]: string;
            };
        };
        PodSecurityContext: {
            appArmorProfile?: components["schemas"]["AppArmorProfile"];
            /** Format: int64 */
            fsGroup?: number;
            fsGroupChangePolicy?: string;
            /** Format: int64 */
            runAsGroup?: number;
            runAsNonRoot?: boolean;
            /** Format: int64 */
            runAsUser?: number;
            seccompProfile?: components["schemas"]["SeccompProfile"];
            seLinuxChangePolicy?: string;
            seLinuxOptions?: components["schemas"]["SELinuxOptions"];
            supplementalGroups?: number[];
            supplementalGroupsPolicy?: string;
            sysctls?: components["schemas"]["Sysctl"][];
            windowsOptions?: components["schemas"]["WindowsSecurityContextOptions"];
        };
        PortworxVolumeSource: {
            fsType?: string;
            readOnly?: boolean;
            volumeID?: string;
        };
        PreferredSchedulingTerm: {
            preference?: components["schemas"]["NodeSelectorTerm"];
            /** Format: int32 */
            weight?: number;
        };
        ProjectedVolumeSource: {
            /** Format: int32 */
            defaultMode?: number;
            sources?: components["schemas"]["VolumeProjection"][];
        };
        QuobyteVolumeSource: {
            group?: string;
            readOnly?: boolean;
            registry?: string;
            tenant?: string;
            user?: string;
            volume?: string;
        };
        RBDVolumeSource: {
            fsType?: string;
            image?: string;
            keyring?: string;
            monitors?: string[];
            pool?: string;
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
            user?: string;
        };
        ResourceClaim: {
            name?: string;
            request?: string;
        };
        ResourceFieldSelector: {
            containerName?: string;
            divisor?: string | number;
            resource: string;
        };
        ResourceRequirements: {
            claims?: components["schemas"]["ResourceClaim"][];
            limits?: {
                [key: string]: string | number;
            };
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
             * @description When it was triggered, by the JobManager's clock.
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
        ScaleIOVolumeSource: {
            fsType?: string;
            gateway?: string;
            protectionDomain?: string;
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
            sslEnabled?: boolean;
            storageMode?: string;
            storagePool?: string;
            system?: string;
            volumeName?: string;
        };
        SeccompProfile: {
            localhostProfile?: string;
            type?: string;
        };
        SecretEnvSource: {
            name?: string;
            optional?: boolean;
        };
        SecretKeySelector: {
            key: string;
            name?: string;
            optional?: boolean;
        };
        SecretProjection: {
            items?: components["schemas"]["KeyToPath"][];
            name?: string;
            optional?: boolean;
        };
        SecretVolumeSource: {
            /** Format: int32 */
            defaultMode?: number;
            items?: components["schemas"]["KeyToPath"][];
            optional?: boolean;
            secretName?: string;
        };
        SecurityContext: {
            allowPrivilegeEscalation?: boolean;
            appArmorProfile?: components["schemas"]["AppArmorProfile"];
            capabilities?: components["schemas"]["Capabilities"];
            privileged?: boolean;
            procMount?: string;
            readOnlyRootFilesystem?: boolean;
            /** Format: int64 */
            runAsGroup?: number;
            runAsNonRoot?: boolean;
            /** Format: int64 */
            runAsUser?: number;
            seccompProfile?: components["schemas"]["SeccompProfile"];
            seLinuxOptions?: components["schemas"]["SELinuxOptions"];
            windowsOptions?: components["schemas"]["WindowsSecurityContextOptions"];
        };
        SELinuxOptions: {
            level?: string;
            role?: string;
            type?: string;
            user?: string;
        };
        ServiceAccountTokenProjection: {
            audience?: string;
            /** Format: int64 */
            expirationSeconds?: number;
            path?: string;
        };
        StorageOSVolumeSource: {
            fsType?: string;
            readOnly?: boolean;
            secretRef?: components["schemas"]["LocalObjectReference"];
            volumeName?: string;
            volumeNamespace?: string;
        };
        Sysctl: {
            name?: string;
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
        Toleration: {
            effect?: string;
            key?: string;
            operator?: string;
            /** Format: int64 */
            tolerationSeconds?: number;
            value?: string;
        };
        /** @description Taints that the pods tolerate. */
        Tolerations: components["schemas"]["Toleration"][];
        TypedLocalObjectReference: {
            apiGroup?: string;
            kind?: string;
            name?: string;
        };
        TypedObjectReference: {
            apiGroup?: string;
            kind?: string;
            name?: string;
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
        VolumeMount: {
            mountPath: string;
            mountPropagation?: string;
            name: string;
            readOnly?: boolean;
            recursiveReadOnly?: string;
            subPath?: string;
            subPathExpr?: string;
        };
        VolumeProjection: {
            clusterTrustBundle?: components["schemas"]["ClusterTrustBundleProjection"];
            configMap?: components["schemas"]["ConfigMapProjection"];
            downwardAPI?: components["schemas"]["DownwardAPIProjection"];
            podCertificate?: components["schemas"]["PodCertificateProjection"];
            secret?: components["schemas"]["SecretProjection"];
            serviceAccountToken?: components["schemas"]["ServiceAccountTokenProjection"];
        };
        VolumeResourceRequirements: {
            limits?: {
                [key: string]: string | number;
            };
            requests?: {
                [key: string]: string | number;
            };
        };
        VsphereVirtualDiskVolumeSource: {
            fsType?: string;
            storagePolicyID?: string;
            storagePolicyName?: string;
            volumePath?: string;
        };
        WeightedPodAffinityTerm: {
            podAffinityTerm?: components["schemas"]["PodAffinityTerm"];
            /** Format: int32 */
            weight?: number;
        };
        WindowsSecurityContextOptions: {
            gmsaCredentialSpec?: string;
            gmsaCredentialSpecName?: string;
            hostProcess?: boolean;
            runAsUserName?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
