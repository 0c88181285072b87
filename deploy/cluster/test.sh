#!/usr/bin/env bash
# Starts two shards with two replicas each and ClickHouse Keeper, runs the tests of clusters against them, and removes them.
# Needs Docker and the packages of `npm install`. Not run by CI. Arguments are passed to vitest: deploy/cluster/test.sh -t langfuse
set -euo pipefail
cd "$(dirname "$0")/../.."

compose() { docker compose --file deploy/cluster/docker-compose.yaml "$@"; }
trap 'compose down --volumes --timeout 5' EXIT

compose up --detach --wait --wait-timeout 180
export GENAI_CLUSTER_URL="http://127.0.0.1:${GENAI_CLUSTER_PORT:-8124}"
export GENAI_CLUSTER_USER=genai
export GENAI_CLUSTER_PASSWORD="${GENAI_CLUSTER_PASSWORD:-genai}"
npx vitest run --project integration tests/integration/clusters "$@"
