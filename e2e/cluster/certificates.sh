#!/bin/bash
# certificates.sh DIR [NAME-OR-ADDRESS...]: all keys, certificates and kubeconfigs of a cluster, by openssl alone.
# SERVER is the address in the kubeconfigs, NODE_NAME the node's name. Does nothing where DIR is already complete.
set -euo pipefail
dir=$1
shift
mkdir -p "$dir"
cd "$dir"
[ -e kubelet.conf ] && exit 0 # the last file that is written
node=${NODE_NAME:-node}
server=${SERVER:-https://127.0.0.1:6443}

key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }

authority() { # NAME COMMON-NAME
  key "$1"
  openssl req -x509 -new -key "$1.key" -subj "/CN=$2" -days 3650 -out "$1.crt" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,digitalSignature"
}

certificate() { # NAME AUTHORITY SUBJECT USAGE [ALTERNATIVE-NAMES]
  key "$1"
  {
    echo "basicConstraints=CA:FALSE"
    echo "keyUsage=digitalSignature"
    echo "extendedKeyUsage=$4"
    [ -n "${5:-}" ] && echo "subjectAltName=$5"
  } >"$1.ext"
  openssl req -new -key "$1.key" -subj "$3" |
    openssl x509 -req -CA "$2.crt" -CAkey "$2.key" -set_serial "0x$(openssl rand -hex 8)" -days 3650 \
      -extfile "$1.ext" -out "$1.crt" 2>/dev/null
  rm "$1.ext"
}

kubeconfig() { # NAME: everything embedded, so that the one file is enough
  cat >"$1.conf" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "$server", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$1.crt"), client-key-data: $(base64 -w0 "$1.key")}}]
contexts: [{name: local, context: {cluster: local, user: $1}}]
current-context: local
YAML
}

authority ca kubernetes-ca
authority front-proxy-ca front-proxy-ca

names="DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
names+=",DNS:localhost,DNS:$node,IP:127.0.0.1,IP:10.96.0.1"
for name in "$@"; do
  if [[ $name =~ ^[0-9.]+$ ]]; then names+=",IP:$name"; else names+=",DNS:$name"; fi
done
certificate apiserver ca "/CN=kube-apiserver" serverAuth "$names"
certificate apiserver-kubelet-client ca "/O=system:masters/CN=apiserver-kubelet-client" clientAuth
certificate front-proxy-client front-proxy-ca "/CN=front-proxy-client" clientAuth

key sa
openssl ec -in sa.key -pubout -out sa.pub 2>/dev/null

for user in "admin:/O=system:masters/CN=admin" "controller-manager:/CN=system:kube-controller-manager" \
  "scheduler:/CN=system:kube-scheduler" "proxy:/CN=system:kube-proxy" \
  "kubelet:/O=system:nodes/CN=system:node:$node"; do
  certificate "${user%%:*}" ca "${user#*:}" clientAuth
  kubeconfig "${user%%:*}"
done
