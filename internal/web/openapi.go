package web

import (
	"maps"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

func apiConfig(version string) huma.Config {
	config := huma.DefaultConfig("Srcbook", version)
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath = ""
	config.SchemasPath = ""
	config.CreateHooks = nil // no "$schema" members in answers
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"cookie": {Type: "apiKey", In: "cookie", Name: "srcbook_session"},
		"token":  {Type: "http", Scheme: "bearer"},
	}
	return config
}

var (
	clientMessages = []any{wire.Open{}, wire.Close{}, wire.Submit{}, wire.Input{}, wire.Presence{}, wire.Watch{}, wire.Ask{}, wire.Forget{}, wire.Ping{}}
	serverMessages = []any{
		wire.Welcome{},
		wire.Opened{},
		wire.OpMessage{},
		wire.Ack{},
		wire.Reject{},
		wire.Output{},
		wire.Signal{},
		wire.People{},
		wire.Answer{},
		wire.Diagnostics{},
		wire.Closed{},
		wire.Pong{},
		wire.Error{},
	}
)

// describeSocket adds the socket's messages and the operations to the components, so that the
// TypeScript types of both protocols come from one document.
func describeSocket(doc *huma.OpenAPI) {
	registry := doc.Components.Schemas
	clientOps, serverOps := describeOps(registry, live.ClientOps), describeOps(registry, live.ServerOps)
	schemas := registry.Map()
	schemas["ClientOp"] = &huma.Schema{OneOf: clientOps}
	schemas["Op"] = &huma.Schema{OneOf: slices.Concat(clientOps, serverOps)}
	schemas["ClientMessage"] = &huma.Schema{OneOf: describeAll(registry, clientMessages)}
	schemas["ServerMessage"] = &huma.Schema{OneOf: describeAll(registry, serverMessages)}
	schemas["Submit"].Properties["op"] = &huma.Schema{Ref: "#/components/schemas/ClientOp"}
	schemas["OpMessage"].Properties["op"] = &huma.Schema{Ref: "#/components/schemas/Op"}
}

func describeAll(registry huma.Registry, values []any) []*huma.Schema {
	refs := make([]*huma.Schema, 0, len(values))
	for _, v := range values {
		refs = append(refs, registry.Schema(reflect.TypeOf(v), true, ""))
	}
	return refs
}

// describeOps gives each operation the "type" member that EncodeOp writes.
func describeOps(registry huma.Registry, ops []live.Op) []*huma.Schema {
	refs := make([]*huma.Schema, 0, len(ops))
	for _, op := range ops {
		t := reflect.TypeOf(op)
		ref := registry.Schema(t, true, "")
		schema := registry.Map()[t.Name()]
		properties := maps.Clone(schema.Properties)
		properties["type"] = &huma.Schema{Type: huma.TypeString, Enum: []any{live.TypeOf(op)}}
		if _, ok := properties["changes"]; ok {
			properties["changes"] = &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{}}}
		}
		schema.Properties = properties
		schema.Required = append([]string{"type"}, schema.Required...)
		refs = append(refs, ref)
	}
	return refs
}
