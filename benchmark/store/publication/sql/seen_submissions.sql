-- grain: one row per submission that the reader may know of
-- whole: the file that it came in, and the files that it replaced, are only about organisations that the reader belongs
-- to. Peers may see only rows of each other, and files, findings and answers have more in them.
-- fetched: the reader may also submit that whole file, for others too where others submitted it: the file may have
-- sheets that nobody has read. Plans, packs and groups are made by people who may have packs.
-- Expects the temporary tables kind_data (kind, data) and seen (data, code).
with
of_codes as (
    select
        log.submission_id,
        log.receipt,
        seen.code is not null and not about.replaced as seen,
        seen.code is not null and (made_here or legacy.code is not null) as own,
        (files.code is not null and (not about.on_behalf or others.code is not null))
        or (made_here and packs.code is not null) as written
    from raw.submission_log as log
    inner join (
        select kind, data, data in ('plans', 'packs', 'groups') as made_here
        from kind_data
    ) as kind_data using (kind)
    inner join raw.submission_organisations as about on about.submission_id = log.submission_id
    left join seen
        on seen.code = about.code
        and seen.data = if(kind_data.data = 'published', 'returns', kind_data.data)
    left join seen as legacy on legacy.code = about.code and legacy.data = 'legacy'
    left join seen as packs on packs.code = about.code and packs.data = 'packs'
    left join seen as files on files.code = about.code and files.data = 'files'
    left join seen as others on others.code = about.code and others.data = 'others_files'
),

of_files as (
    select receipt, bool_and(own) as whole, bool_and(own and written) as fetched
    from of_codes
    group by receipt
)

select
    log.submission_id,
    log.origin <> 'return' or coalesce(of_files.whole, false) as whole,
    log.origin <> 'return' or coalesce(of_files.fetched, false) as fetched
from raw.submission_log as log
inner join kind_data using (kind)
left join of_files using (receipt)
where
    log.origin <> 'return'
    or of_files.whole
    or kind_data.data = 'reference'
    or log.submission_id in (select submission_id from of_codes where seen)
