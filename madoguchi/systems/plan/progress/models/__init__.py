"""Plans and what becomes of them year by year: typed values, survey, committee, yearly report."""

from .committee import Attendance, Body, Evaluation, Meeting, Member, Paper, Role, Verdict
from .plans import Goal, Indicator, Loading, Measure, Owner, Plan, Planned, Reported, Section, Target
from .survey import Grade, Occasion, Reminder, Sheet, Survey
from .typed import TypedValue
from .yearly import YearlyReport

__all__ = [
    "Attendance",
    "Body",
    "Evaluation",
    "Goal",
    "Grade",
    "Indicator",
    "Loading",
    "Measure",
    "Meeting",
    "Member",
    "Occasion",
    "Owner",
    "Paper",
    "Plan",
    "Planned",
    "Reminder",
    "Reported",
    "Role",
    "Section",
    "Sheet",
    "Survey",
    "Target",
    "TypedValue",
    "Verdict",
    "YearlyReport",
]
