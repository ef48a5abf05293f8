-- Health of a FlinkApplication for Argo CD: resource.customizations.health.flink.k8s.io_FlinkApplication in argocd-cm.
-- The conditions Ready, Reconciling and Stalled mean what kstatus says.
local health = { status = "Progressing", message = "The operator has not looked at it yet" }
local status = obj.status

if obj.metadata.deletionTimestamp ~= nil then
  health.message = "It is being deleted"
  return health
end
if status == nil or status.phase == nil then
  return health
end

if status.conditions == nil then
  -- Written by the original operator, which has no conditions.
  local healthOf = { Running = "Healthy", DeployFailed = "Degraded", DualRunning = "Suspended" }
  health.status = healthOf[status.phase] or "Progressing"
  health.message = status.phase
  return health
end

if obj.metadata.generation ~= nil and status.observedGeneration ~= obj.metadata.generation then
  health.message = "The newest change has not been looked at yet"
  return health
end

local conditions = {}
for _, condition in ipairs(status.conditions) do
  conditions[condition.type] = condition
end
local function isTrue(type)
  return conditions[type] ~= nil and conditions[type].status == "True"
end

if isTrue("Stalled") then
  health.status = "Degraded"
  health.message = conditions.Stalled.message
elseif isTrue("Reconciling") then
  health.message = conditions.Reconciling.message
elseif isTrue("Ready") then
  health.status = "Healthy"
  health.message = conditions.Ready.message
elseif status.phase == "DualRunning" then
  -- Blue and green run side by side until somebody tears one of them down.
  health.status = "Suspended"
  health.message = conditions.Ready and conditions.Ready.message or "Two versions run side by side"
else
  health.status = "Degraded"
  health.message = conditions.Ready and conditions.Ready.message or status.phase
end
return health
