"""Object stores: a folder, or whatever speaks S3. What one must do is `agent.ports.objects`.

May import: `agent`. Another kind of store is another way in `locations.py`.
"""
