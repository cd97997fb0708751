"""Lines of desks, for the composition root."""

from auxilio.platform.capability import Capability
from auxilio.voice.api import VoiceController
from auxilio.voice.callouts.channel import CalloutWorker, channels_of

CAPABILITY: Capability[object, object, CalloutWorker] = Capability(
    name="voice",
    routes=(VoiceController,),
    channels=channels_of,
    settings=(
        "voice_port",
        "sip_port",
        "sip_tls_port",
        "sip_tls_certificate",
        "sip_tls_key",
        "sip_tls_ca",
        "sip_trunk",
        "voice_edge",
        "voice_engine",
        "rtpengine",
        "rtpengine_reports",
        "sip_trusted",
        "location_hosts",
        "hold_max",
        "divert_to",
        "divert_by",
        "callout_lines",
        "callout_barred",
    ),
)
