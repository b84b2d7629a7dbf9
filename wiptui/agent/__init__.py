"""The interface for agents: the same commands, over the Model Context Protocol, through the same gate.

``tools`` has what an agent can do, as plain functions over the service. ``server`` is the only module that knows the
protocol and its library, an optional extra.
"""
