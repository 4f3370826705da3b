"""What a collector wrote down becomes a tree."""

import unittest

import traces

PAGE = """
ResourceSpans #0
Resource attributes:
     -> service.name: Str(gateway)
     -> service.instance.id: Str(here:1)
ScopeSpans #0
Span #0
    Trace ID       : t1
    Parent ID      :
    ID             : a
    Name           : message.send
    Start time     : 1000000
    End time       : 9000000
Attributes:
     -> request_id: Str(r1)
ResourceSpans #0
Resource attributes:
     -> service.name: Str(api)
     -> service.instance.id: Str(here:2)
Span #0
    Trace ID       : t1
    Parent ID      : a
    ID             : b
    Name           : Chat/Execute
    Start time     : 3000000
    End time       : 8500000
Span #1
    Trace ID       : t2
    Parent ID      :
    ID             : c
    Name           : GET /users/me
    Start time     : 1
    End time       : 2
"""


class Traces(unittest.TestCase):
    def test_spans_are_told_apart_by_trace_with_who_did_them(self):
        found = traces.by_trace(PAGE.splitlines())
        self.assertEqual({trace: [span.id for span in spans] for trace, spans in found.items()}, {"t1": ["a", "b"], "t2": ["c"]})
        self.assertEqual([span.service for span in found["t1"]], ["gateway", "api"])

    def test_a_span_stands_below_what_it_was_done_for(self):
        lines = list(traces.tree(traces.by_trace(PAGE.splitlines())["t1"]))[1:]
        self.assertEqual([line.split() for line in lines], [
            ["message.send", "gateway", "0.000", "8.000"],
            ["Chat/Execute", "api", "2.000", "5.500"],
        ])
        self.assertTrue(lines[1].startswith("  Chat/Execute"))

    def test_of_several_processes_of_a_service_each_has_its_number(self):
        twice = PAGE.replace("Str(api)", "Str(gateway)")
        lines = list(traces.tree(traces.by_trace(twice.splitlines())["t1"]))[1:]
        self.assertEqual([line.split()[1] for line in lines], ["gateway-1", "gateway-2"])


if __name__ == "__main__":
    unittest.main()
