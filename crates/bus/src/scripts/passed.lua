-- Whether a consumer group has acknowledged every entry of a partition's log up to an id.
-- KEYS 1 partition log   ARGV 1 the group's name 2 the id
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local name, delivered
  for i = 1, #group, 2 do
    if group[i] == 'name' then name = group[i + 1] end
    if group[i] == 'last-delivered-id' then delivered = group[i + 1] end
  end
  if name == ARGV[1] then
    if #redis.call('XRANGE', KEYS[1], '(' .. delivered, ARGV[2], 'COUNT', 1) > 0 then return 0 end
    if #redis.call('XPENDING', KEYS[1], name, '-', ARGV[2], 1) > 0 then return 0 end
    return 1
  end
end
return 0
