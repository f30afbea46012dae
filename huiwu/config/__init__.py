"""Settings, urls, server, commands, reactions: the only place that knows everyone."""
