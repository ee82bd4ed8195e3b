"""An OpenTelemetry collector on loopback: takes OTLP over HTTP and keeps the spans."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(slots=True, kw_only=True)
class Span:
    name: str
    trace: str
    id: str
    parent: str
    seconds: float
    failed: bool
    facts: dict[str, Any]


@dataclass(slots=True)
class Collector:
    url: str
    spans: list[Span] = field(default_factory=list[Span])
    resource: dict[str, Any] = field(default_factory=dict[str, Any])

    def named(self, name: str) -> Span:
        (found,) = [span for span in self.spans if span.name == name]
        return found

    def took(self, path: str, body: bytes) -> int:
        if path != "/v1/traces":
            return 404
        sent = ExportTraceServiceRequest.FromString(body)
        for resource in sent.resource_spans:
            self.resource = _facts(resource.resource.attributes)
            self.spans += [
                Span(
                    name=span.name, trace=span.trace_id.hex(), id=span.span_id.hex(), parent=span.parent_span_id.hex(),
                    seconds=(span.end_time_unix_nano - span.start_time_unix_nano) / 1e9, failed=span.status.code == 2,
                    facts=_facts(span.attributes),
                )
                for scope in resource.scope_spans for span in scope.spans
            ]  # fmt: skip
        return 200


def _facts(attributes: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in attributes}


@contextmanager
def collector() -> Generator[Collector]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                self.send_error(415)
                return
            self.send_response(found.took(self.path, body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Collector(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
