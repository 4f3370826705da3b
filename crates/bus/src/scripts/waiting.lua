-- What a group of a partition's log has not acknowledged: how many entries, and the oldest of them.
-- KEYS 1 partition log   ARGV 1 the group's name
if redis.call('EXISTS', KEYS[1]) == 0 then return {0} end
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local named = {}
  for i = 1, #group, 2 do named[group[i]] = group[i + 1] end
  if named['name'] == ARGV[1] then
    local pending = redis.call('XPENDING', KEYS[1], ARGV[1])
    local from = '(' .. named['last-delivered-id']
    if pending[1] > 0 then from = pending[2] end
    local oldest = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', 1)
    return {pending[1] + (named['lag'] or 0), oldest[1]}
  end
end
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
return {redis.call('XLEN', KEYS[1]), oldest[1]}
