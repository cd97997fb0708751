"""Importing this reads the content of the package ahead and makes its ranking of types, for the processes that are forked afterwards.

A process that forks others can be told what to import, and nothing else (`platform/forked_process.py`). Import it last.
"""

from auxilio.active_content.content_bundle import content_folder, read_ahead
from auxilio.active_content.type_ranking import rank_ahead
from auxilio.platform.process import freeze_startup_objects

rank_ahead(*read_ahead(content_folder()))
freeze_startup_objects()  # otherwise each process that is forked looks through all of it, and copies the pages where it lies
