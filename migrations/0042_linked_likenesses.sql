-- Accounts that are one person by now: whoever is meant by one of them is found by its key, as those that are joined from now on.

insert into likeness_owners (owner, person)
select l.author, k.key from linked_accounts l cross join lateral (select atelier_person_key(l.author) as key) k where k.key is not null
on conflict do nothing;
