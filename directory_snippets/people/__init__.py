"""People of the network: finding them, showing them, keeping their profiles."""
