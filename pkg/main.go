package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/genai-observability/genai-observability-app/pkg/host"
)

const pluginID = "genai-clickhouse-datasource"

func main() {
	if err := host.Serve(pluginID); err != nil {
		backend.Logger.Error("the plugin could not be served", "error", err.Error())
		os.Exit(1)
	}
}
