"""How SIP travels: UDP, TCP and TLS, WebSocket; one interface, so that nothing above knows which it was."""
