-- grain: one row per person whose sign-ins from before a time are no longer valid
select subject, max(until) as until
from sign_ins_revoked
group by subject
