"""Before a picture is drawn: what the planner is shown, whether to ask, and how an answered question is taken up.

May import: wording, learning, policy, ports, domain. A new kind of thing the planner should see goes into `planner_input`; planners
themselves are adapters.
"""
