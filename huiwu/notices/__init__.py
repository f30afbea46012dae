"""会议通知: texts to the people of a meeting in batches, confirmed by the client, with what came of each (SOP P23)."""
