"""The published OpenAPI 3.1 of the whole HTTP API, `GET /api/schema/openapi.json` (decision 0387).

Litestar describes the routes; `document` completes that with what Litestar cannot know: the body of every command
(`command_schema`), who may open a route (`security`), what its words mean (`operations`), and a value that shows it (`examples`).
`route` serves it, built once for each process.
"""
