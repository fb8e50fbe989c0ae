"""Make nbval attribute outputs as JupyterLab does: what a widget captures is the widget's.

Loaded with `-p tests.notebooks.frontend`. nbval also runs cells without history, in which
case a trailing semicolon silences nothing; here it does.
"""

from typing import Any

from nbval.kernel import RunningKernel

CAPTURED = {"stream", "display_data", "execute_result", "clear_output", "update_display_data"}
_next_message = RunningKernel.get_message


def execute_cell_input(self: Any, source: str, allow_stdin: bool | None = None) -> Any:
    """Run a cell as a front end does, with history."""
    return self.kc.execute(source, store_history=True, allow_stdin=allow_stdin, stop_on_error=False)


def get_message(self: Any, stream: str, timeout: float | None = None) -> Any:
    """Return the next message that belongs to the cell itself."""
    captured_by = self.__dict__.setdefault("_captured_by", {})
    while True:
        message = _next_message(self, stream, timeout=timeout)
        if stream != "iopub":
            return message
        content, parent = message["content"], message["parent_header"].get("msg_id")
        state = content.get("data", {}).get("state", {})
        opens_output = state.get("_model_name") == "OutputModel"
        if message["msg_type"] == "comm_open" and opens_output:
            captured_by[content["comm_id"]] = state.get("msg_id", "")
        elif message["msg_type"] == "comm_msg" and content["comm_id"] in captured_by:
            captured_by[content["comm_id"]] = state.get("msg_id", captured_by[content["comm_id"]])
        elif message["msg_type"] in CAPTURED and parent in set(filter(None, captured_by.values())):
            continue
        return message


RunningKernel.execute_cell_input = execute_cell_input
RunningKernel.get_message = get_message
