"""The media engine that needs nothing but Python packages: sockets of our own, one tick of 20 ms that mixes for all.

`leg` is what every leg has, `rtp_leg` and `web_leg` how it is carried, `mixer` who hears whom, `engine` the port. Its calls
end with its process, which is why the exchange is a process of its own.
"""
