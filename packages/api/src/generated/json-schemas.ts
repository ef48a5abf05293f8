// Made from packages/api/openapi/*.yaml by `npm run generate -w packages/api`. Do not edit.
import { type JsonSchema } from '../json-schema.ts'

export const schemas: Readonly<Record<string, JsonSchema>> = {
 "AWSElasticBlockStoreVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "partition": {
    "type": "integer",
    "format": "int32"
   },
   "readOnly": {
    "type": "boolean"
   },
   "volumeID": {
    "type": "string"
   }
  }
 },
 "Affinity": {
  "type": "object",
  "properties": {
   "nodeAffinity": {
    "$ref": "#/components/schemas/NodeAffinity"
   },
   "podAffinity": {
    "$ref": "#/components/schemas/PodAffinity"
   },
   "podAntiAffinity": {
    "$ref": "#/components/schemas/PodAntiAffinity"
   }
  }
 },
 "AppArmorProfile": {
  "type": "object",
  "properties": {
   "localhostProfile": {
    "type": "string"
   },
   "type": {
    "type": "string"
   }
  }
 },
 "Attempt": {
  "type": "object",
  "properties": {
   "number": {
    "type": "integer",
    "format": "int32"
   },
   "kind": {
    "type": "string"
   },
   "hash": {
    "type": "string"
   },
   "generation": {
    "type": "integer",
    "format": "int64"
   },
   "inputs": {
    "type": "string"
   },
   "content": {
    "type": "string"
   },
   "job": {
    "$ref": "#/components/schemas/JobParameters"
   },
   "startedAt": {
    "type": "string",
    "format": "date-time"
   },
   "phaseSince": {
    "type": "string",
    "format": "date-time"
   },
   "savepoint": {
    "$ref": "#/components/schemas/SavepointRecord"
   },
   "stopRequested": {
    "type": "boolean"
   },
   "restorePath": {
    "type": "string"
   },
   "restoreReason": {
    "type": "string"
   },
   "finishedJobId": {
    "type": "string"
   },
   "jobId": {
    "type": "string"
   },
   "jobSeen": {
    "type": "boolean"
   },
   "submissions": {
    "type": "integer",
    "format": "int32"
   },
   "rollback": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string"
     },
     "message": {
      "type": "string"
     },
     "jobId": {
      "type": "string"
     },
     "asked": {
      "type": "boolean"
     },
     "givenUp": {
      "type": "string"
     },
     "lookedForAt": {
      "type": "string",
      "format": "date-time"
     }
    }
   }
  }
 },
 "AzureDiskVolumeSource": {
  "type": "object",
  "properties": {
   "cachingMode": {
    "type": "string"
   },
   "diskName": {
    "type": "string"
   },
   "diskURI": {
    "type": "string"
   },
   "fsType": {
    "type": "string"
   },
   "kind": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   }
  }
 },
 "AzureFileVolumeSource": {
  "type": "object",
  "properties": {
   "readOnly": {
    "type": "boolean"
   },
   "secretName": {
    "type": "string"
   },
   "shareName": {
    "type": "string"
   }
  }
 },
 "CSIVolumeSource": {
  "type": "object",
  "properties": {
   "driver": {
    "type": "string"
   },
   "fsType": {
    "type": "string"
   },
   "nodePublishSecretRef": {
    "$ref": "#/components/schemas/LocalObjectReference"
   },
   "readOnly": {
    "type": "boolean"
   },
   "volumeAttributes": {
    "type": "object",
    "additionalProperties": {
     "type": "string"
    }
   }
  }
 },
 "Capabilities": {
  "type": "object",
  "properties": {
   "add": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "drop": {
    "type": "array",
    "items": {
     "type": "string"
    }
   }
  }
 },
 "CephFSVolumeSource": {
  "type": "object",
  "properties": {
   "monitors": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "path": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "secretFile": {
    "type": "string"
   },
   "secretRef": {
    "$ref": "#/components/schemas/LocalObjectReference"
   },
   "user": {
    "type": "string"
   }
  }
 },
 "CinderVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "secretRef": {
    "$ref": "#/components/schemas/LocalObjectReference"
   },
   "volumeID": {
    "type": "string"
   }
  }
 },
 "ClusterStatus": {
  "type": "object",
  "properties": {
   "clusterOverviewURL": {
    "type": "string"
   },
   "numberOfTaskManagers": {
    "type": "integer",
    "format": "int32"
   },
   "healthyTaskManagers": {
    "type": "integer",
    "format": "int32"
   },
   "numberOfTaskSlots": {
    "type": "integer",
    "format": "int32"
   },
   "availableTaskSlots": {
    "type": "integer",
    "format": "int32"
   },
   "health": {
    "$ref": "#/components/schemas/HealthStatus"
   }
  }
 },
 "ClusterTrustBundleProjection": {
  "type": "object",
  "properties": {
   "labelSelector": {
    "$ref": "#/components/schemas/LabelSelector"
   },
   "name": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   },
   "path": {
    "type": "string"
   },
   "signerName": {
    "type": "string"
   }
  }
 },
 "Condition": {
  "type": "object",
  "required": [
   "type",
   "status"
  ],
  "properties": {
   "type": {
    "type": "string",
    "maxLength": 316
   },
   "status": {
    "type": "string",
    "enum": [
     "True",
     "False",
     "Unknown"
    ]
   },
   "observedGeneration": {
    "type": "integer",
    "format": "int64"
   },
   "lastTransitionTime": {
    "type": "string",
    "format": "date-time"
   },
   "reason": {
    "type": "string",
    "maxLength": 1024
   },
   "message": {
    "type": "string",
    "maxLength": 32768
   }
  }
 },
 "ConfigMapEnvSource": {
  "type": "object",
  "properties": {
   "name": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   }
  }
 },
 "ConfigMapKeySelector": {
  "type": "object",
  "required": [
   "key"
  ],
  "properties": {
   "key": {
    "type": "string"
   },
   "name": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   }
  }
 },
 "ConfigMapProjection": {
  "type": "object",
  "properties": {
   "items": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/KeyToPath"
    }
   },
   "name": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   }
  }
 },
 "ConfigMapVolumeSource": {
  "type": "object",
  "properties": {
   "defaultMode": {
    "type": "integer",
    "format": "int32"
   },
   "items": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/KeyToPath"
    }
   },
   "name": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   }
  }
 },
 "Deployed": {
  "type": "object",
  "properties": {
   "generation": {
    "type": "integer",
    "format": "int64"
   },
   "inputs": {
    "type": "string"
   },
   "content": {
    "type": "string"
   },
   "recoveries": {
    "type": "integer",
    "format": "int32"
   },
   "recoveredAt": {
    "type": "string",
    "format": "date-time"
   },
   "unrecoverable": {
    "type": "string"
   },
   "failedRecoveries": {
    "type": "integer",
    "format": "int32"
   },
   "recoveryFailedAt": {
    "type": "string",
    "format": "date-time"
   },
   "recoveryFailed": {
    "type": "object",
    "properties": {
     "reason": {
      "type": "string"
     },
     "message": {
      "type": "string"
     }
    }
   },
   "recoverFrom": {
    "type": "string"
   },
   "ignoredTearDown": {
    "type": "string"
   },
   "labelledAs": {
    "type": "string"
   },
   "toldToStop": {
    "type": "string"
   },
   "clusterId": {
    "type": "string"
   },
   "lostSince": {
    "type": "string",
    "format": "date-time"
   }
  }
 },
 "DownwardAPIProjection": {
  "type": "object",
  "properties": {
   "items": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/DownwardAPIVolumeFile"
    }
   }
  }
 },
 "DownwardAPIVolumeFile": {
  "type": "object",
  "properties": {
   "fieldRef": {
    "$ref": "#/components/schemas/ObjectFieldSelector"
   },
   "mode": {
    "type": "integer",
    "format": "int32"
   },
   "path": {
    "type": "string"
   },
   "resourceFieldRef": {
    "$ref": "#/components/schemas/ResourceFieldSelector"
   }
  }
 },
 "DownwardAPIVolumeSource": {
  "type": "object",
  "properties": {
   "defaultMode": {
    "type": "integer",
    "format": "int32"
   },
   "items": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/DownwardAPIVolumeFile"
    }
   }
  }
 },
 "EmptyDirVolumeSource": {
  "type": "object",
  "properties": {
   "medium": {
    "type": "string"
   },
   "sizeLimit": {
    "x-kubernetes-int-or-string": true,
    "pattern": "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]+))?$"
   }
  }
 },
 "EnvConfig": {
  "type": "object",
  "properties": {
   "env": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/EnvVar"
    }
   },
   "envFrom": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/EnvFromSource"
    }
   }
  }
 },
 "EnvFromSource": {
  "type": "object",
  "properties": {
   "configMapRef": {
    "$ref": "#/components/schemas/ConfigMapEnvSource"
   },
   "prefix": {
    "type": "string"
   },
   "secretRef": {
    "$ref": "#/components/schemas/SecretEnvSource"
   }
  }
 },
 "EnvVar": {
  "type": "object",
  "required": [
   "name"
  ],
  "properties": {
   "name": {
    "type": "string"
   },
   "value": {
    "type": "string"
   },
   "valueFrom": {
    "$ref": "#/components/schemas/EnvVarSource"
   }
  }
 },
 "EnvVarSource": {
  "type": "object",
  "properties": {
   "configMapKeyRef": {
    "$ref": "#/components/schemas/ConfigMapKeySelector"
   },
   "fieldRef": {
    "$ref": "#/components/schemas/ObjectFieldSelector"
   },
   "fileKeyRef": {
    "$ref": "#/components/schemas/FileKeySelector"
   },
   "resourceFieldRef": {
    "$ref": "#/components/schemas/ResourceFieldSelector"
   },
   "secretKeyRef": {
    "$ref": "#/components/schemas/SecretKeySelector"
   }
  }
 },
 "EphemeralVolumeSource": {
  "type": "object",
  "properties": {
   "volumeClaimTemplate": {
    "$ref": "#/components/schemas/PersistentVolumeClaimTemplate"
   }
  }
 },
 "FCVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "lun": {
    "type": "integer",
    "format": "int32"
   },
   "readOnly": {
    "type": "boolean"
   },
   "targetWWNs": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "wwids": {
    "type": "array",
    "items": {
     "type": "string"
    }
   }
  }
 },
 "FailedAttempt": {
  "type": "object",
  "properties": {
   "hash": {
    "type": "string"
   },
   "inputs": {
    "type": "string"
   },
   "reason": {
    "type": "string"
   },
   "message": {
    "type": "string"
   }
  }
 },
 "FileKeySelector": {
  "type": "object",
  "properties": {
   "key": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   },
   "path": {
    "type": "string"
   },
   "volumeName": {
    "type": "string"
   }
  }
 },
 "FlexVolumeSource": {
  "type": "object",
  "properties": {
   "driver": {
    "type": "string"
   },
   "fsType": {
    "type": "string"
   },
   "options": {
    "type": "object",
    "additionalProperties": {
     "type": "string"
    }
   },
   "readOnly": {
    "type": "boolean"
   },
   "secretRef": {
    "$ref": "#/components/schemas/LocalObjectReference"
   }
  }
 },
 "FlinkApplication": {
  "type": "object",
  "required": [
   "apiVersion",
   "kind",
   "metadata"
  ],
  "properties": {
   "apiVersion": {
    "type": "string"
   },
   "kind": {
    "type": "string"
   },
   "metadata": {
    "$ref": "#/components/schemas/ObjectMeta"
   },
   "spec": {
    "$ref": "#/components/schemas/FlinkApplicationSpec"
   },
   "status": {
    "$ref": "#/components/schemas/FlinkApplicationStatus"
   }
  }
 },
 "FlinkApplicationError": {
  "type": "object",
  "properties": {
   "appError": {
    "type": "string"
   },
   "method": {
    "type": "string"
   },
   "errorCode": {
    "type": "string"
   },
   "isRetryable": {
    "type": "boolean"
   },
   "isFailFast": {
    "type": "boolean"
   },
   "maxRetries": {
    "type": "integer",
    "format": "int32"
   },
   "lastErrorUpdateTime": {
    "type": [
     "string",
     "null"
    ],
    "format": "date-time"
   }
  }
 },
 "FlinkApplicationSpec": {
  "type": "object",
  "required": [
   "image",
   "jarName",
   "parallelism"
  ],
  "properties": {
   "image": {
    "type": "string"
   },
   "imagePullPolicy": {
    "type": "string",
    "enum": [
     "Always",
     "Never",
     "IfNotPresent"
    ]
   },
   "imagePullSecrets": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/LocalObjectReference"
    }
   },
   "serviceAccountName": {
    "type": "string"
   },
   "securityContext": {
    "$ref": "#/components/schemas/PodSecurityContext"
   },
   "containerSecurityContext": {
    "$ref": "#/components/schemas/SecurityContext"
   },
   "flinkConfig": {
    "$ref": "#/components/schemas/FlinkConfig"
   },
   "flinkVersion": {
    "maxLength": 1024,
    "type": "string"
   },
   "jobManagerConfig": {
    "$ref": "#/components/schemas/JobManagerConfig"
   },
   "taskManagerConfig": {
    "$ref": "#/components/schemas/TaskManagerConfig"
   },
   "jarName": {
    "type": "string"
   },
   "parallelism": {
    "type": "integer",
    "format": "int32",
    "minimum": 1
   },
   "entryClass": {
    "type": "string"
   },
   "programArgs": {
    "type": "string"
   },
   "savepointInfo": {
    "$ref": "#/components/schemas/SavepointInfo"
   },
   "savepointPath": {
    "type": "string"
   },
   "savepointDisabled": {
    "type": "boolean"
   },
   "deploymentMode": {
    "type": "string",
    "enum": [
     "Dual",
     "BlueGreen"
    ]
   },
   "rpcPort": {
    "type": "integer",
    "format": "int32",
    "minimum": 1,
    "maximum": 65535
   },
   "blobPort": {
    "type": "integer",
    "format": "int32",
    "minimum": 1,
    "maximum": 65535
   },
   "queryPort": {
    "type": "integer",
    "format": "int32",
    "minimum": 1,
    "maximum": 65535
   },
   "uiPort": {
    "type": "integer",
    "format": "int32",
    "minimum": 1,
    "maximum": 65535
   },
   "metricsQueryPort": {
    "type": "integer",
    "format": "int32",
    "minimum": 1,
    "maximum": 65535
   },
   "volumes": {
    "type": "array",
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": [
     "name"
    ],
    "items": {
     "$ref": "#/components/schemas/Volume"
    }
   },
   "volumeMounts": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/VolumeMount"
    }
   },
   "restartNonce": {
    "type": "string"
   },
   "deleteMode": {
    "type": "string",
    "enum": [
     "Savepoint",
     "None",
     "ForceCancel"
    ]
   },
   "scaleMode": {
    "type": "string",
    "enum": [
     "NewCluster",
     "InPlace"
    ]
   },
   "allowNonRestoredState": {
    "type": "boolean"
   },
   "forceRollback": {
    "type": "boolean"
   },
   "maxCheckpointRestoreAgeSeconds": {
    "type": "integer",
    "format": "int32",
    "minimum": 1
   },
   "tearDownVersionHash": {
    "maxLength": 1024,
    "type": "string"
   },
   "fallbackWithoutState": {
    "type": "boolean"
   }
  }
 },
 "FlinkApplicationStatus": {
  "type": "object",
  "properties": {
   "observedGeneration": {
    "type": "integer",
    "format": "int64"
   },
   "conditions": {
    "type": "array",
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": [
     "type"
    ],
    "items": {
     "$ref": "#/components/schemas/Condition"
    }
   },
   "phase": {
    "type": "string"
   },
   "startedAt": {
    "type": "string",
    "format": "date-time"
   },
   "lastUpdatedAt": {
    "type": "string",
    "format": "date-time"
   },
   "reason": {
    "type": "string"
   },
   "clusterStatus": {
    "$ref": "#/components/schemas/ClusterStatus"
   },
   "jobStatus": {
    "$ref": "#/components/schemas/JobStatus"
   },
   "versionStatuses": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/VersionStatus"
    }
   },
   "deployVersion": {
    "type": "string"
   },
   "updatingVersion": {
    "type": "string"
   },
   "failedDeployHash": {
    "type": "string"
   },
   "rollbackHash": {
    "type": "string"
   },
   "deployHash": {
    "type": "string"
   },
   "updatingHash": {
    "type": "string"
   },
   "teardownHash": {
    "type": "string"
   },
   "inPlaceUpdatedFromHash": {
    "type": "string"
   },
   "savepointTriggerId": {
    "type": "string"
   },
   "savepointPath": {
    "type": "string"
   },
   "retryCount": {
    "type": "integer",
    "format": "int32"
   },
   "lastSeenError": {
    "$ref": "#/components/schemas/FlinkApplicationError"
   },
   "deploymentMode": {
    "type": "string"
   },
   "attempt": {
    "$ref": "#/components/schemas/Attempt"
   },
   "attempts": {
    "type": "integer",
    "format": "int32"
   },
   "deployed": {
    "$ref": "#/components/schemas/Deployed"
   },
   "updating": {
    "$ref": "#/components/schemas/Deployed"
   },
   "madeFrom": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/MadeFrom"
    }
   },
   "failed": {
    "$ref": "#/components/schemas/FailedAttempt"
   },
   "tearingDown": {
    "type": "string"
   },
   "tornDown": {
    "$ref": "#/components/schemas/TornDown"
   },
   "deletion": {
    "type": "object",
    "properties": {
     "savepoints": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SavepointRecord"
      }
     }
    }
   },
   "waitingFor": {
    "type": "object",
    "properties": {
     "what": {
      "type": "string"
     },
     "since": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "restorePoint": {
    "type": "object",
    "properties": {
     "used": {
      "$ref": "#/components/schemas/RestorePoint"
     },
     "newest": {
      "$ref": "#/components/schemas/RestorePoint"
     }
    }
   },
   "operations": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/Operation"
    }
   }
  }
 },
 "FlinkConfig": {
  "type": "object",
  "additionalProperties": {
   "type": [
    "string",
    "number",
    "boolean"
   ]
  }
 },
 "FlockerVolumeSource": {
  "type": "object",
  "properties": {
   "datasetName": {
    "type": "string"
   },
   "datasetUUID": {
    "type": "string"
   }
  }
 },
 "GCEPersistentDiskVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "partition": {
    "type": "integer",
    "format": "int32"
   },
   "pdName": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   }
  }
 },
 "GitRepoVolumeSource": {
  "type": "object",
  "properties": {
   "directory": {
    "type": "string"
   },
   "repository": {
    "type": "string"
   },
   "revision": {
    "type": "string"
   }
  }
 },
 "GlusterfsVolumeSource": {
  "type": "object",
  "properties": {
   "endpoints": {
    "type": "string"
   },
   "path": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   }
  }
 },
 "HealthStatus": {
  "type": "string"
 },
 "HostPathVolumeSource": {
  "type": "object",
  "properties": {
   "path": {
    "type": "string"
   },
   "type": {
    "type": "string"
   }
  }
 },
 "ISCSIVolumeSource": {
  "type": "object",
  "properties": {
   "chapAuthDiscovery": {
    "type": "boolean"
   },
   "chapAuthSession": {
    "type": "boolean"
   },
   "fsType": {
    "type": "string"
   },
   "initiatorName": {
    "type": "string"
   },
   "iqn": {
    "type": "string"
   },
   "iscsiInterface": {
    "type": "string"
   },
   "lun": {
    "type": "integer",
    "format": "int32"
   },
   "portals": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "readOnly": {
    "type": "boolean"
   },
   "secretRef": {
    "$ref": "#/components/schemas/LocalObjectReference"
   },
   "targetPortal": {
    "type": "string"
   }
  }
 },
 "ImageVolumeSource": {
  "type": "object",
  "properties": {
   "pullPolicy": {
    "type": "string"
   },
   "reference": {
    "type": "string"
   }
  }
 },
 "JobManagerConfig": {
  "type": "object",
  "properties": {
   "resources": {
    "$ref": "#/components/schemas/ResourceRequirements"
   },
   "envConfig": {
    "$ref": "#/components/schemas/EnvConfig"
   },
   "replicas": {
    "type": "integer",
    "format": "int32",
    "minimum": 1
   },
   "offHeapMemoryFraction": {
    "$ref": "#/components/schemas/OffHeapMemoryFraction"
   },
   "systemMemoryFraction": {
    "$ref": "#/components/schemas/SystemMemoryFraction"
   },
   "nodeSelector": {
    "$ref": "#/components/schemas/NodeLabels"
   },
   "tolerations": {
    "$ref": "#/components/schemas/Tolerations"
   },
   "affinity": {
    "$ref": "#/components/schemas/Affinity"
   }
  }
 },
 "JobParameters": {
  "type": "object",
  "properties": {
   "jarName": {
    "type": "string"
   },
   "parallelism": {
    "type": "integer",
    "format": "int32"
   },
   "entryClass": {
    "type": "string"
   },
   "programArgs": {
    "type": "string"
   },
   "allowNonRestoredState": {
    "type": "boolean"
   }
  }
 },
 "JobStatus": {
  "type": "object",
  "properties": {
   "jobOverviewURL": {
    "type": "string"
   },
   "jobID": {
    "type": "string"
   },
   "health": {
    "$ref": "#/components/schemas/HealthStatus"
   },
   "state": {
    "type": "string"
   },
   "jarName": {
    "type": "string"
   },
   "parallelism": {
    "type": "integer",
    "format": "int32"
   },
   "entryClass": {
    "type": "string"
   },
   "programArgs": {
    "type": "string"
   },
   "allowNonRestoredState": {
    "type": "boolean"
   },
   "startTime": {
    "type": [
     "string",
     "null"
    ],
    "format": "date-time"
   },
   "jobRestartCount": {
    "type": "integer",
    "format": "int32"
   },
   "completedCheckpointCount": {
    "type": "integer",
    "format": "int32"
   },
   "failedCheckpointCount": {
    "type": "integer",
    "format": "int32"
   },
   "restorePath": {
    "type": "string"
   },
   "restoreTime": {
    "type": [
     "string",
     "null"
    ],
    "format": "date-time"
   },
   "lastFailingTime": {
    "type": [
     "string",
     "null"
    ],
    "format": "date-time"
   },
   "lastCheckpoint": {
    "type": "string"
   },
   "lastCheckpointTime": {
    "type": [
     "string",
     "null"
    ],
    "format": "date-time"
   },
   "runningTasks": {
    "type": "integer",
    "format": "int32"
   },
   "totalTasks": {
    "type": "integer",
    "format": "int32"
   }
  }
 },
 "KeyToPath": {
  "type": "object",
  "properties": {
   "key": {
    "type": "string"
   },
   "mode": {
    "type": "integer",
    "format": "int32"
   },
   "path": {
    "type": "string"
   }
  }
 },
 "LabelSelector": {
  "type": "object",
  "properties": {
   "matchExpressions": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/LabelSelectorRequirement"
    }
   },
   "matchLabels": {
    "type": "object",
    "additionalProperties": {
     "type": "string"
    }
   }
  }
 },
 "LabelSelectorRequirement": {
  "type": "object",
  "properties": {
   "key": {
    "type": "string"
   },
   "operator": {
    "type": "string"
   },
   "values": {
    "type": "array",
    "items": {
     "type": "string"
    }
   }
  }
 },
 "LocalObjectReference": {
  "type": "object",
  "properties": {
   "name": {
    "type": "string"
   }
  }
 },
 "MadeFrom": {
  "type": "object",
  "properties": {
   "hash": {
    "type": "string"
   },
   "flinkVersion": {
    "type": "string"
   },
   "flinkConfig": {
    "type": "object",
    "additionalProperties": {
     "type": "string"
    }
   },
   "savepointPath": {
    "type": "string"
   }
  }
 },
 "NFSVolumeSource": {
  "type": "object",
  "properties": {
   "path": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "server": {
    "type": "string"
   }
  }
 },
 "NodeAffinity": {
  "type": "object",
  "properties": {
   "preferredDuringSchedulingIgnoredDuringExecution": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/PreferredSchedulingTerm"
    }
   },
   "requiredDuringSchedulingIgnoredDuringExecution": {
    "$ref": "#/components/schemas/NodeSelector"
   }
  }
 },
 "NodeLabels": {
  "type": "object",
  "additionalProperties": {
   "type": "string"
  }
 },
 "NodeSelector": {
  "type": "object",
  "properties": {
   "nodeSelectorTerms": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/NodeSelectorTerm"
    }
   }
  }
 },
 "NodeSelectorRequirement": {
  "type": "object",
  "properties": {
   "key": {
    "type": "string"
   },
   "operator": {
    "type": "string"
   },
   "values": {
    "type": "array",
    "items": {
     "type": "string"
    }
   }
  }
 },
 "NodeSelectorTerm": {
  "type": "object",
  "properties": {
   "matchExpressions": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/NodeSelectorRequirement"
    }
   },
   "matchFields": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/NodeSelectorRequirement"
    }
   }
  }
 },
 "ObjectFieldSelector": {
  "type": "object",
  "required": [
   "fieldPath"
  ],
  "properties": {
   "apiVersion": {
    "type": "string"
   },
   "fieldPath": {
    "type": "string"
   }
  }
 },
 "ObjectMeta": {
  "type": "object",
  "required": [
   "name"
  ],
  "properties": {
   "name": {
    "type": "string"
   },
   "generateName": {
    "type": "string"
   },
   "namespace": {
    "type": "string"
   },
   "uid": {
    "type": "string"
   },
   "resourceVersion": {
    "type": "string"
   },
   "generation": {
    "type": "integer",
    "format": "int64"
   },
   "creationTimestamp": {
    "type": "string",
    "format": "date-time"
   },
   "deletionTimestamp": {
    "type": "string",
    "format": "date-time"
   },
   "deletionGracePeriodSeconds": {
    "type": "integer",
    "format": "int64"
   },
   "labels": {
    "type": "object",
    "additionalProperties": {
     "type": "string"
    }
   },
   "annotations": {
    "type": "object",
    "additionalProperties": {
     "type": "string"
    }
   },
   "finalizers": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "ownerReferences": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/OwnerReference"
    }
   }
  }
 },
 "OffHeapMemoryFraction": {
  "type": "number",
  "minimum": 0,
  "maximum": 1
 },
 "Operation": {
  "type": "object",
  "properties": {
   "what": {
    "type": "string"
   },
   "why": {
    "type": "string"
   },
   "hash": {
    "type": "string"
   },
   "jobId": {
    "type": "string"
   },
   "restoredFrom": {
    "type": "string"
   },
   "startedAt": {
    "type": "string",
    "format": "date-time"
   },
   "endedAt": {
    "type": "string",
    "format": "date-time"
   },
   "durationMs": {
    "type": "integer",
    "format": "int64"
   },
   "outcome": {
    "type": "string"
   }
  }
 },
 "OwnerReference": {
  "type": "object",
  "required": [
   "apiVersion",
   "kind",
   "name",
   "uid"
  ],
  "properties": {
   "apiVersion": {
    "type": "string"
   },
   "kind": {
    "type": "string"
   },
   "name": {
    "type": "string"
   },
   "uid": {
    "type": "string"
   },
   "controller": {
    "type": "boolean"
   },
   "blockOwnerDeletion": {
    "type": "boolean"
   }
  }
 },
 "PersistentVolumeClaimSpec": {
  "type": "object",
  "properties": {
   "accessModes": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "dataSource": {
    "$ref": "#/components/schemas/TypedLocalObjectReference"
   },
   "dataSourceRef": {
    "$ref": "#/components/schemas/TypedObjectReference"
   },
   "resources": {
    "$ref": "#/components/schemas/VolumeResourceRequirements"
   },
   "selector": {
    "$ref": "#/components/schemas/LabelSelector"
   },
   "storageClassName": {
    "type": "string"
   },
   "volumeAttributesClassName": {
    "type": "string"
   },
   "volumeMode": {
    "type": "string"
   },
   "volumeName": {
    "type": "string"
   }
  }
 },
 "PersistentVolumeClaimTemplate": {
  "type": "object",
  "properties": {
   "metadata": {
    "type": "object"
   },
   "spec": {
    "$ref": "#/components/schemas/PersistentVolumeClaimSpec"
   }
  }
 },
 "PersistentVolumeClaimVolumeSource": {
  "type": "object",
  "properties": {
   "claimName": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   }
  }
 },
 "PhotonPersistentDiskVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "pdID": {
    "type": "string"
   }
  }
 },
 "PodAffinity": {
  "type": "object",
  "properties": {
   "preferredDuringSchedulingIgnoredDuringExecution": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/WeightedPodAffinityTerm"
    }
   },
   "requiredDuringSchedulingIgnoredDuringExecution": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/PodAffinityTerm"
    }
   }
  }
 },
 "PodAffinityTerm": {
  "type": "object",
  "properties": {
   "labelSelector": {
    "$ref": "#/components/schemas/LabelSelector"
   },
   "matchLabelKeys": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "mismatchLabelKeys": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "namespaceSelector": {
    "$ref": "#/components/schemas/LabelSelector"
   },
   "namespaces": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "topologyKey": {
    "type": "string"
   }
  }
 },
 "PodAntiAffinity": {
  "type": "object",
  "properties": {
   "preferredDuringSchedulingIgnoredDuringExecution": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/WeightedPodAffinityTerm"
    }
   },
   "requiredDuringSchedulingIgnoredDuringExecution": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/PodAffinityTerm"
    }
   }
  }
 },
 "PodCertificateProjection": {
  "type": "object",
  "properties": {
   "certificateChainPath": {
    "type": "string"
   },
   "credentialBundlePath": {
    "type": "string"
   },
   "keyPath": {
    "type": "string"
   },
   "keyType": {
    "type": "string"
   },
   "maxExpirationSeconds": {
    "type": "integer",
    "format": "int32"
   },
   "signerName": {
    "type": "string"
   },
   "userAnnotations": {
    "type": "object",
    "additionalProperties": {
     "type": "string"
    }
   }
  }
 },
 "PodSecurityContext": {
  "type": "object",
  "properties": {
   "appArmorProfile": {
    "$ref": "#/components/schemas/AppArmorProfile"
   },
   "fsGroup": {
    "type": "integer",
    "format": "int64"
   },
   "fsGroupChangePolicy": {
    "type": "string"
   },
   "runAsGroup": {
    "type": "integer",
    "format": "int64"
   },
   "runAsNonRoot": {
    "type": "boolean"
   },
   "runAsUser": {
    "type": "integer",
    "format": "int64"
   },
   "seLinuxChangePolicy": {
    "type": "string"
   },
   "seLinuxOptions": {
    "$ref": "#/components/schemas/SELinuxOptions"
   },
   "seccompProfile": {
    "$ref": "#/components/schemas/SeccompProfile"
   },
   "supplementalGroups": {
    "type": "array",
    "items": {
     "type": "integer",
     "format": "int64"
    }
   },
   "supplementalGroupsPolicy": {
    "type": "string"
   },
   "sysctls": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/Sysctl"
    }
   },
   "windowsOptions": {
    "$ref": "#/components/schemas/WindowsSecurityContextOptions"
   }
  }
 },
 "PortworxVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "volumeID": {
    "type": "string"
   }
  }
 },
 "PreferredSchedulingTerm": {
  "type": "object",
  "properties": {
   "preference": {
    "$ref": "#/components/schemas/NodeSelectorTerm"
   },
   "weight": {
    "type": "integer",
    "format": "int32"
   }
  }
 },
 "ProjectedVolumeSource": {
  "type": "object",
  "properties": {
   "defaultMode": {
    "type": "integer",
    "format": "int32"
   },
   "sources": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/VolumeProjection"
    }
   }
  }
 },
 "QuobyteVolumeSource": {
  "type": "object",
  "properties": {
   "group": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "registry": {
    "type": "string"
   },
   "tenant": {
    "type": "string"
   },
   "user": {
    "type": "string"
   },
   "volume": {
    "type": "string"
   }
  }
 },
 "RBDVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "image": {
    "type": "string"
   },
   "keyring": {
    "type": "string"
   },
   "monitors": {
    "type": "array",
    "items": {
     "type": "string"
    }
   },
   "pool": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "secretRef": {
    "$ref": "#/components/schemas/LocalObjectReference"
   },
   "user": {
    "type": "string"
   }
  }
 },
 "ResourceClaim": {
  "type": "object",
  "properties": {
   "name": {
    "type": "string"
   },
   "request": {
    "type": "string"
   }
  }
 },
 "ResourceFieldSelector": {
  "type": "object",
  "required": [
   "resource"
  ],
  "properties": {
   "containerName": {
    "type": "string"
   },
   "divisor": {
    "x-kubernetes-int-or-string": true,
    "pattern": "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]+))?$"
   },
   "resource": {
    "type": "string"
   }
  }
 },
 "ResourceRequirements": {
  "type": "object",
  "properties": {
   "claims": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/ResourceClaim"
    }
   },
   "limits": {
    "type": "object",
    "additionalProperties": {
     "x-kubernetes-int-or-string": true,
     "pattern": "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]+))?$"
    }
   },
   "requests": {
    "type": "object",
    "additionalProperties": {
     "x-kubernetes-int-or-string": true,
     "pattern": "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]+))?$"
    }
   }
  }
 },
 "RestorePoint": {
  "type": "object",
  "properties": {
   "path": {
    "type": "string"
   },
   "kind": {
    "type": "string"
   },
   "takenAt": {
    "type": "string",
    "format": "date-time"
   },
   "jobId": {
    "type": "string"
   }
  }
 },
 "SELinuxOptions": {
  "type": "object",
  "properties": {
   "level": {
    "type": "string"
   },
   "role": {
    "type": "string"
   },
   "type": {
    "type": "string"
   },
   "user": {
    "type": "string"
   }
  }
 },
 "SavepointInfo": {
  "type": "object",
  "properties": {
   "savepointLocation": {
    "type": "string"
   }
  }
 },
 "SavepointRecord": {
  "type": "object",
  "properties": {
   "jobId": {
    "type": "string"
   },
   "hash": {
    "type": "string"
   },
   "triggerId": {
    "type": "string"
   },
   "mode": {
    "type": "string"
   },
   "requestedAt": {
    "type": "string",
    "format": "date-time"
   },
   "retries": {
    "type": "integer",
    "format": "int32"
   },
   "location": {
    "type": "string"
   },
   "failure": {
    "type": "string"
   },
   "failedAt": {
    "type": "string",
    "format": "date-time"
   }
  }
 },
 "ScaleIOVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "gateway": {
    "type": "string"
   },
   "protectionDomain": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "secretRef": {
    "$ref": "#/components/schemas/LocalObjectReference"
   },
   "sslEnabled": {
    "type": "boolean"
   },
   "storageMode": {
    "type": "string"
   },
   "storagePool": {
    "type": "string"
   },
   "system": {
    "type": "string"
   },
   "volumeName": {
    "type": "string"
   }
  }
 },
 "SeccompProfile": {
  "type": "object",
  "properties": {
   "localhostProfile": {
    "type": "string"
   },
   "type": {
    "type": "string"
   }
  }
 },
 "SecretEnvSource": {
  "type": "object",
  "properties": {
   "name": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   }
  }
 },
 "SecretKeySelector": {
  "type": "object",
  "required": [
   "key"
  ],
  "properties": {
   "key": {
    "type": "string"
   },
   "name": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   }
  }
 },
 "SecretProjection": {
  "type": "object",
  "properties": {
   "items": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/KeyToPath"
    }
   },
   "name": {
    "type": "string"
   },
   "optional": {
    "type": "boolean"
   }
  }
 },
 "SecretVolumeSource": {
  "type": "object",
  "properties": {
   "defaultMode": {
    "type": "integer",
    "format": "int32"
   },
   "items": {
    "type": "array",
    "items": {
     "$ref": "#/components/schemas/KeyToPath"
    }
   },
   "optional": {
    "type": "boolean"
   },
   "secretName": {
    "type": "string"
   }
  }
 },
 "SecurityContext": {
  "type": "object",
  "properties": {
   "allowPrivilegeEscalation": {
    "type": "boolean"
   },
   "appArmorProfile": {
    "$ref": "#/components/schemas/AppArmorProfile"
   },
   "capabilities": {
    "$ref": "#/components/schemas/Capabilities"
   },
   "privileged": {
    "type": "boolean"
   },
   "procMount": {
    "type": "string"
   },
   "readOnlyRootFilesystem": {
    "type": "boolean"
   },
   "runAsGroup": {
    "type": "integer",
    "format": "int64"
   },
   "runAsNonRoot": {
    "type": "boolean"
   },
   "runAsUser": {
    "type": "integer",
    "format": "int64"
   },
   "seLinuxOptions": {
    "$ref": "#/components/schemas/SELinuxOptions"
   },
   "seccompProfile": {
    "$ref": "#/components/schemas/SeccompProfile"
   },
   "windowsOptions": {
    "$ref": "#/components/schemas/WindowsSecurityContextOptions"
   }
  }
 },
 "ServiceAccountTokenProjection": {
  "type": "object",
  "properties": {
   "audience": {
    "type": "string"
   },
   "expirationSeconds": {
    "type": "integer",
    "format": "int64"
   },
   "path": {
    "type": "string"
   }
  }
 },
 "StorageOSVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "secretRef": {
    "$ref": "#/components/schemas/LocalObjectReference"
   },
   "volumeName": {
    "type": "string"
   },
   "volumeNamespace": {
    "type": "string"
   }
  }
 },
 "Sysctl": {
  "type": "object",
  "properties": {
   "name": {
    "type": "string"
   },
   "value": {
    "type": "string"
   }
  }
 },
 "SystemMemoryFraction": {
  "type": "number",
  "minimum": 0,
  "maximum": 1
 },
 "TaskManagerConfig": {
  "type": "object",
  "properties": {
   "resources": {
    "$ref": "#/components/schemas/ResourceRequirements"
   },
   "envConfig": {
    "$ref": "#/components/schemas/EnvConfig"
   },
   "taskSlots": {
    "type": "integer",
    "format": "int32",
    "minimum": 1
   },
   "offHeapMemoryFraction": {
    "$ref": "#/components/schemas/OffHeapMemoryFraction"
   },
   "systemMemoryFraction": {
    "$ref": "#/components/schemas/SystemMemoryFraction"
   },
   "nodeSelector": {
    "$ref": "#/components/schemas/NodeLabels"
   },
   "tolerations": {
    "$ref": "#/components/schemas/Tolerations"
   },
   "affinity": {
    "$ref": "#/components/schemas/Affinity"
   }
  }
 },
 "Toleration": {
  "type": "object",
  "properties": {
   "effect": {
    "type": "string"
   },
   "key": {
    "type": "string"
   },
   "operator": {
    "type": "string"
   },
   "tolerationSeconds": {
    "type": "integer",
    "format": "int64"
   },
   "value": {
    "type": "string"
   }
  }
 },
 "Tolerations": {
  "type": "array",
  "items": {
   "$ref": "#/components/schemas/Toleration"
  }
 },
 "TornDown": {
  "type": "object",
  "properties": {
   "hash": {
    "type": "string"
   },
   "content": {
    "type": "string"
   }
  }
 },
 "TypedLocalObjectReference": {
  "type": "object",
  "properties": {
   "apiGroup": {
    "type": "string"
   },
   "kind": {
    "type": "string"
   },
   "name": {
    "type": "string"
   }
  }
 },
 "TypedObjectReference": {
  "type": "object",
  "properties": {
   "apiGroup": {
    "type": "string"
   },
   "kind": {
    "type": "string"
   },
   "name": {
    "type": "string"
   },
   "namespace": {
    "type": "string"
   }
  }
 },
 "VersionStatus": {
  "type": "object",
  "properties": {
   "appVersion": {
    "type": "string"
   },
   "versionHash": {
    "type": "string"
   },
   "clusterStatus": {
    "$ref": "#/components/schemas/ClusterStatus"
   },
   "jobStatus": {
    "$ref": "#/components/schemas/JobStatus"
   }
  }
 },
 "Volume": {
  "type": "object",
  "required": [
   "name"
  ],
  "properties": {
   "awsElasticBlockStore": {
    "$ref": "#/components/schemas/AWSElasticBlockStoreVolumeSource"
   },
   "azureDisk": {
    "$ref": "#/components/schemas/AzureDiskVolumeSource"
   },
   "azureFile": {
    "$ref": "#/components/schemas/AzureFileVolumeSource"
   },
   "cephfs": {
    "$ref": "#/components/schemas/CephFSVolumeSource"
   },
   "cinder": {
    "$ref": "#/components/schemas/CinderVolumeSource"
   },
   "configMap": {
    "$ref": "#/components/schemas/ConfigMapVolumeSource"
   },
   "csi": {
    "$ref": "#/components/schemas/CSIVolumeSource"
   },
   "downwardAPI": {
    "$ref": "#/components/schemas/DownwardAPIVolumeSource"
   },
   "emptyDir": {
    "$ref": "#/components/schemas/EmptyDirVolumeSource"
   },
   "ephemeral": {
    "$ref": "#/components/schemas/EphemeralVolumeSource"
   },
   "fc": {
    "$ref": "#/components/schemas/FCVolumeSource"
   },
   "flexVolume": {
    "$ref": "#/components/schemas/FlexVolumeSource"
   },
   "flocker": {
    "$ref": "#/components/schemas/FlockerVolumeSource"
   },
   "gcePersistentDisk": {
    "$ref": "#/components/schemas/GCEPersistentDiskVolumeSource"
   },
   "gitRepo": {
    "$ref": "#/components/schemas/GitRepoVolumeSource"
   },
   "glusterfs": {
    "$ref": "#/components/schemas/GlusterfsVolumeSource"
   },
   "hostPath": {
    "$ref": "#/components/schemas/HostPathVolumeSource"
   },
   "image": {
    "$ref": "#/components/schemas/ImageVolumeSource"
   },
   "iscsi": {
    "$ref": "#/components/schemas/ISCSIVolumeSource"
   },
   "name": {
    "type": "string"
   },
   "nfs": {
    "$ref": "#/components/schemas/NFSVolumeSource"
   },
   "persistentVolumeClaim": {
    "$ref": "#/components/schemas/PersistentVolumeClaimVolumeSource"
   },
   "photonPersistentDisk": {
    "$ref": "#/components/schemas/PhotonPersistentDiskVolumeSource"
   },
   "portworxVolume": {
    "$ref": "#/components/schemas/PortworxVolumeSource"
   },
   "projected": {
    "$ref": "#/components/schemas/ProjectedVolumeSource"
   },
   "quobyte": {
    "$ref": "#/components/schemas/QuobyteVolumeSource"
   },
   "rbd": {
    "$ref": "#/components/schemas/RBDVolumeSource"
   },
   "scaleIO": {
    "$ref": "#/components/schemas/ScaleIOVolumeSource"
   },
   "secret": {
    "$ref": "#/components/schemas/SecretVolumeSource"
   },
   "storageos": {
    "$ref": "#/components/schemas/StorageOSVolumeSource"
   },
   "vsphereVolume": {
    "$ref": "#/components/schemas/VsphereVirtualDiskVolumeSource"
   }
  }
 },
 "VolumeMount": {
  "type": "object",
  "required": [
   "name",
   "mountPath"
  ],
  "properties": {
   "mountPath": {
    "type": "string"
   },
   "mountPropagation": {
    "type": "string"
   },
   "name": {
    "type": "string"
   },
   "readOnly": {
    "type": "boolean"
   },
   "recursiveReadOnly": {
    "type": "string"
   },
   "subPath": {
    "type": "string"
   },
   "subPathExpr": {
    "type": "string"
   }
  }
 },
 "VolumeProjection": {
  "type": "object",
  "properties": {
   "clusterTrustBundle": {
    "$ref": "#/components/schemas/ClusterTrustBundleProjection"
   },
   "configMap": {
    "$ref": "#/components/schemas/ConfigMapProjection"
   },
   "downwardAPI": {
    "$ref": "#/components/schemas/DownwardAPIProjection"
   },
   "podCertificate": {
    "$ref": "#/components/schemas/PodCertificateProjection"
   },
   "secret": {
    "$ref": "#/components/schemas/SecretProjection"
   },
   "serviceAccountToken": {
    "$ref": "#/components/schemas/ServiceAccountTokenProjection"
   }
  }
 },
 "VolumeResourceRequirements": {
  "type": "object",
  "properties": {
   "limits": {
    "type": "object",
    "additionalProperties": {
     "x-kubernetes-int-or-string": true,
     "pattern": "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]+))?$"
    }
   },
   "requests": {
    "type": "object",
    "additionalProperties": {
     "x-kubernetes-int-or-string": true,
     "pattern": "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?[0-9]+))?$"
    }
   }
  }
 },
 "VsphereVirtualDiskVolumeSource": {
  "type": "object",
  "properties": {
   "fsType": {
    "type": "string"
   },
   "storagePolicyID": {
    "type": "string"
   },
   "storagePolicyName": {
    "type": "string"
   },
   "volumePath": {
    "type": "string"
   }
  }
 },
 "WeightedPodAffinityTerm": {
  "type": "object",
  "properties": {
   "podAffinityTerm": {
    "$ref": "#/components/schemas/PodAffinityTerm"
   },
   "weight": {
    "type": "integer",
    "format": "int32"
   }
  }
 },
 "WindowsSecurityContextOptions": {
  "type": "object",
  "properties": {
   "gmsaCredentialSpec": {
    "type": "string"
   },
   "gmsaCredentialSpecName": {
    "type": "string"
   },
   "hostProcess": {
    "type": "boolean"
   },
   "runAsUserName": {
    "type": "string"
   }
  }
 }
}
