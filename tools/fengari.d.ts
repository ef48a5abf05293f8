/** The part of fengari, a Lua in JavaScript, that tests use; it comes without types. */
declare module 'fengari' {
  type State = object
  const fengari: {
    lua: {
      lua_createtable: (state: State, arrayLength: number, recordLength: number) => void
      lua_getfield: (state: State, index: number, name: Uint8Array) => number
      lua_pcall: (state: State, argumentCount: number, resultCount: number, handler: number) => number
      lua_pop: (state: State, count: number) => void
      lua_pushboolean: (state: State, value: boolean) => void
      lua_pushnil: (state: State) => void
      lua_pushnumber: (state: State, value: number) => void
      lua_pushstring: (state: State, value: Uint8Array) => void
      lua_setglobal: (state: State, name: Uint8Array) => void
      lua_settable: (state: State, index: number) => void
      lua_tostring: (state: State, index: number) => Uint8Array | null
    }
    lauxlib: {
      luaL_loadstring: (state: State, source: Uint8Array) => number
      luaL_newstate: () => State
    }
    lualib: { luaL_openlibs: (state: State) => void }
    to_jsstring: (text: Uint8Array) => string
    to_luastring: (text: string) => Uint8Array
  }
  export default fengari
}
