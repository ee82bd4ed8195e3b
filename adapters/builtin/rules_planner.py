"""Stands in the old place of the built-in planner (see adapters/builtin/planner)."""

from adapters.builtin.planner.planner import BuiltInPlanner

BuiltInPlanner = BuiltInPlanner
