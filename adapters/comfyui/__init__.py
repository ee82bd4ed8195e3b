"""ComfyUI: the operator's own workflows, with a request's values set in their nodes."""
