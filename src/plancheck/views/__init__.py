"""What people want to see at a glance of the documents that were judged: one file for each picture, as plain values.

A picture tells what the documents say. What they ought to say is told by the rules.
"""
