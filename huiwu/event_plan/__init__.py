"""《会议策划方案》 (SOP P06, gate G2): assembled from live data and typed sections, proposed, signed by the client."""
