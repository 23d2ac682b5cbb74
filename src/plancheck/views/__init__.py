"""What people want to see at a glance of the documents that were judged: one file for each view, as plain values.

A view shows what the documents say. What they must say is a matter of the rules.
"""
