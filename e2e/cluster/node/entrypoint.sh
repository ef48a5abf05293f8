#!/bin/bash
# Starts containerd, etcd, the control plane, the kubelet and kube-proxy; "cluster ready" once CoreDNS is up.
# NODE_NAME is the node's name, EXTRA_SANS a blank-separated list of names and addresses that the API server's
# certificate also holds, APISERVER_FLAGS more flags for it, AUDIT=1 writes /var/log/kube/audit.log.
set -euo pipefail
started_ns=$(date +%s%N)
say() { printf '[node %6d ms] %s\n' $((($(date +%s%N) - started_ns) / 1000000)) "$*"; }

export NODE_NAME=${NODE_NAME:-node}
pki=/etc/kubernetes
logs=/var/log/kube
mkdir -p $pki $logs
rm -f /run/ready $logs/*.log
# For state that must outlive a pod, such as checkpoints: any user of any pod may write here through a hostPath.
mkdir -p /var/flink-state
chmod 1777 /var/flink-state

# --- The kernel's interfaces, as containerd and the kubelet expect them.
# In a container with single capabilities instead of --privileged they are mounted read-only.
probe=/sys/fs/cgroup
[ -d $probe/memory ] && probe=$probe/memory
if mkdir $probe/.writable 2>/dev/null; then
  rmdir $probe/.writable
else
  for mount in /sys /sys/fs/cgroup /sys/fs/cgroup/* /proc/sys; do mount -o remount,bind,rw "$mount" 2>/dev/null || true; done
fi
mount --make-rshared /
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then # cgroup v2
  # A group with processes of its own cannot hand controllers down.
  mkdir -p /sys/fs/cgroup/init
  xargs -rn1 </sys/fs/cgroup/cgroup.procs >/sys/fs/cgroup/init/cgroup.procs 2>/dev/null || true
  sed -e 's/ / +/g' -e 's/^/+/' </sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
else # cgroup v1
  # With the host's cgroup namespace /proc/self/cgroup names paths that do not exist below our mounts.
  awk -F: '$2 != "" {print $2" "$3}' /proc/self/cgroup | while read -r controller path; do
    mount=/sys/fs/cgroup/${controller#name=}
    if [ "$path" != / ] && [ -d "$mount" ] && [ ! -d "$mount$path" ]; then
      mkdir -p "$mount$path"
      mount --bind "$mount" "$mount$path"
    fi
  done
fi
[ -e /dev/kmsg ] || ln -s /dev/console /dev/kmsg
[ -s /etc/machine-id ] || tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
sysctl -qw net.ipv4.ip_forward=1 || true
sysctl -qw net.bridge.bridge-nf-call-iptables=1 2>/dev/null || say "no bridge-nf-call-iptables"

address=$(ip -4 -o route get 1.1.1.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p')
address=${address:-$(hostname -I | cut -d' ' -f1)}
# Pods must inherit neither Docker's own resolver, which they cannot reach, nor the host's search list.
awk '$1 == "nameserver" && $2 !~ /^127\./' /etc/resolv.conf >$pki/resolv.conf

# Garbage collected less often than by default, up to a bound: that saves a sixth of an API server's start.
export GOGC=400 GOMEMLIMIT=1GiB

# --- The programs. One that ends takes the container with it, so that a broken cluster fails instead of hanging.
declare -A pids
run() {
  local name=$1
  shift
  "$@" >>"$logs/$name.log" 2>&1 &
  pids[$name]=$!
}
stop() {
  trap - TERM INT
  kill "${pids[@]}" 2>/dev/null
  exit 0
}
trap stop TERM INT
wait_until() { # NAME COMMAND...: for a minute at most
  local name=$1
  shift
  for _ in $(seq 600); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  say "$name did not come up"
  tail -n 30 $logs/*.log
  exit 1
}

run containerd containerd -c /etc/containerd/config.toml
run etcd etcd --name node --data-dir /var/lib/etcd --unsafe-no-fsync --log-level warn --watch-progress-notify-interval=5s \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
  --initial-cluster node=http://127.0.0.1:2380
(
  wait_until containerd ctr version
  for image in /opt/images/*.tar; do ctr -n k8s.io images import "$image" >>$logs/images.log 2>&1; done
) &
images=$!
# shellcheck disable=SC2086 # a list
SERVER=https://127.0.0.1:6443 certificates.sh $pki "$address" ${EXTRA_SANS:-}
say "certificates"

audit_flags=
[ "${AUDIT:-}" = 1 ] &&
  audit_flags="--audit-policy-file $pki/audit-policy.yaml --audit-log-path $logs/audit.log --audit-log-mode blocking"
wait_until etcd curl -fsS -m 1 http://127.0.0.1:2379/health
# shellcheck disable=SC2086 # lists
run kube-apiserver kube-apiserver --etcd-servers http://127.0.0.1:2379 \
  --bind-address 0.0.0.0 --advertise-address "$address" --secure-port 6443 \
  --service-cluster-ip-range 10.96.0.0/16 --allow-privileged \
  --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
  --tls-cert-file $pki/apiserver.crt --tls-private-key-file $pki/apiserver.key --client-ca-file $pki/ca.crt \
  --kubelet-client-certificate $pki/apiserver-kubelet-client.crt \
  --kubelet-client-key $pki/apiserver-kubelet-client.key --kubelet-preferred-address-types InternalIP \
  --service-account-issuer https://kubernetes.default.svc.cluster.local \
  --service-account-key-file $pki/sa.pub --service-account-signing-key-file $pki/sa.key \
  --requestheader-client-ca-file $pki/front-proxy-ca.crt --requestheader-allowed-names front-proxy-client \
  --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
  --requestheader-extra-headers-prefix X-Remote-Extra- \
  --proxy-client-cert-file $pki/front-proxy-client.crt --proxy-client-key-file $pki/front-proxy-client.key \
  $audit_flags ${APISERVER_FLAGS:-}
export KUBECONFIG=$pki/admin.conf
wait_until kube-apiserver curl -fsS -m 2 --cacert $pki/ca.crt --cert $pki/admin.crt --key $pki/admin.key \
  https://127.0.0.1:6443/readyz
say "API server ready"

# At the default request rate several controllers wait 5 s for their turn before they begin.
run kube-controller-manager kube-controller-manager --kubeconfig $pki/controller-manager.conf \
  --authentication-kubeconfig $pki/controller-manager.conf --authorization-kubeconfig $pki/controller-manager.conf \
  --kube-api-qps 500 --kube-api-burst 1000 --leader-elect=false --use-service-account-credentials \
  --service-account-private-key-file $pki/sa.key --root-ca-file $pki/ca.crt \
  --cluster-signing-cert-file $pki/ca.crt --cluster-signing-key-file $pki/ca.key \
  --bind-address 127.0.0.1 --node-monitor-period 2s --node-monitor-grace-period 20s
run kube-scheduler kube-scheduler --kubeconfig $pki/scheduler.conf \
  --authentication-kubeconfig $pki/scheduler.conf --authorization-kubeconfig $pki/scheduler.conf \
  --leader-elect=false --bind-address 127.0.0.1 --kube-api-qps 500 --kube-api-burst 1000
wait $images
say "images of the cluster's own pods"
run kubelet kubelet --config $pki/kubelet.yaml --kubeconfig $pki/kubelet.conf --hostname-override "$NODE_NAME" \
  --node-ip "$address" --root-dir /var/lib/kubelet --cert-dir /var/lib/kubelet/pki
run kube-proxy kube-proxy --config $pki/kube-proxy.yaml --hostname-override "$NODE_NAME"
kubectl apply --server-side -f /opt/manifests >>$logs/manifests.log 2>&1

node_is_ready() {
  kubectl get node "$NODE_NAME" -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}' | grep -q True
}
# By its service address too: after a restart the API server still remembers the time before.
coredns_is_ready() {
  kubectl -n kube-system get deploy coredns -o jsonpath='{.status.availableReplicas}' | grep -q 1 &&
    timeout 1 bash -c '</dev/tcp/10.96.0.10/53'
}
wait_until node node_is_ready
say "node ready"
wait_until CoreDNS coredns_is_ready
touch /run/ready
say "cluster ready"

wait -n "${pids[@]}" || true
for name in "${!pids[@]}"; do
  kill -0 "${pids[$name]}" 2>/dev/null || {
    say "$name ended"
    tail -n 40 "$logs/$name.log"
  }
done
exit 1
