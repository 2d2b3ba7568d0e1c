"""The models: OpenAI-compatible servers' and the embedded one, behind one port."""
