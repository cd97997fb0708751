#!/bin/sh
# `auxilio` of the installed package: as the account that owns the data, with the settings of /etc/auxilio.
export AUXILIO_CONFIG=/etc/auxilio/auxilio.toml
cd /etc/auxilio
release=/opt/auxilio/current
if [ "$(id -u)" = 0 ]; then
    exec runuser -u auxilio -- "$release/bin/python" -P -m auxilio "$@"
fi
exec "$release/bin/python" -P -m auxilio "$@"
