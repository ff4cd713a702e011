-- From where an answer was given: sealed with the signer's own key, as their words are. Answers from before have none.
alter table signature add column circumstances text;
