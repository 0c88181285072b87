package engine

import _ "embed"

// Bundle is src/engine as one script. It is generated: tsx tools/build/engine.ts.
//
//go:embed bundle.js
var Bundle string
