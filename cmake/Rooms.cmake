# trialmatch_room(NAME DEPENDS target... [EMBED namespace function pattern])
# One static library of every source file below the folder NAME. EMBED turns the files of the pattern into `function()` of `namespace`: a vector of
# (file name, text), in name order.
function(trialmatch_room NAME)
  cmake_parse_arguments(ROOM "" "" "DEPENDS;EMBED" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${NAME}/*.cc)
  list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/app/main.cc)
  if(ROOM_EMBED)
    list(GET ROOM_EMBED 0 namespace)
    list(GET ROOM_EMBED 1 function)
    list(GET ROOM_EMBED 2 pattern)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${pattern})
    string(REPLACE ";" "," joined "${files}")
    set(generated ${CMAKE_BINARY_DIR}/embedded_${NAME}.cc)
    add_custom_command(OUTPUT ${generated} DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake VERBATIM
      COMMAND ${CMAKE_COMMAND} -DOUT=${generated} -DNAMESPACE=${namespace} -DFUNCTION=${function} -DFILES=${joined}
              -P ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake)
    list(APPEND sources ${generated})
  endif()
  add_library(trialmatch_${NAME} STATIC ${sources})
  target_include_directories(trialmatch_${NAME} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(trialmatch_${NAME} PUBLIC ${ROOM_DEPENDS} PRIVATE trialmatch_warnings)
endfunction()
