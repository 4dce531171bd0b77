-- grain: one row per person whose sign-ins from before a time hold no longer
select subject, max(until) as until
from sign_ins_revoked
group by subject
